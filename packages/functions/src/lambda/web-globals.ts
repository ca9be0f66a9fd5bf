import { Headers, Request, Response } from "./web.ts";

// To be imported first: Hono takes these from the global object, and Node loads its own when they are first touched.
Object.assign(globalThis, { Headers, Request, Response });
