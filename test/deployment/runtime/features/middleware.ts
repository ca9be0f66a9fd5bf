import { accepts } from "hono/accepts";
import { basicAuth } from "hono/basic-auth";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { some } from "hono/combine";
import { compress } from "hono/compress";
import { contextStorage, getContext } from "hono/context-storage";
import { cors } from "hono/cors";
import { csrf } from "hono/csrf";
import { etag } from "hono/etag";
import { jwt, sign } from "hono/jwt";
import { logger } from "hono/logger";
import { methodOverride } from "hono/method-override";
import { prettyJSON } from "hono/pretty-json";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";
import { timing } from "hono/timing";
import { trimTrailingSlash } from "hono/trailing-slash";
import type { Feature } from "./features.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** Hono's own middleware. */
export const middleware: Record<string, Feature> = {
  compress: {
    use: (app) => app.use(compress({ threshold: 10 })).get("/", (c) => c.text("x".repeat(3_000))),
    call: { headers: { "accept-encoding": "gzip" } },
  },
  etag: { use: (app) => app.use(etag()).get("/", (c) => c.text("a")) },
  "etag that matches": {
    use: (app) => app.use(etag()).get("/", (c) => c.text("a")),
    call: { headers: { "if-none-match": '"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"' } },
  },
  "body limit": {
    use: (app) => app.post("/", bodyLimit({ maxSize: 10 }), async (c) => c.text(await c.req.text())),
    call: { method: "POST", body: "abc" },
  },
  "body limit, exceeded": {
    use: (app) => app.post("/", bodyLimit({ maxSize: 2 }), async (c) => c.text(await c.req.text())),
    call: { method: "POST", body: "abc" },
  },
  logger: { use: (app) => app.use(logger(() => {})).get("/", (c) => c.text("a")) },
  csrf: {
    use: (app) => app.use(csrf()).post("/", (c) => c.text("a")),
    call: { method: "POST", headers: { ...form, origin: "https://evil.example" }, body: "a=1" },
  },
  "secure headers": { use: (app) => app.use(secureHeaders()).get("/", (c) => c.text("a")) },
  "pretty JSON": { use: (app) => app.use(prettyJSON()).get("/", (c) => c.json({ a: 1 })), call: { query: "pretty" } },
  "bearer auth": { use: (app) => app.use(bearerAuth({ token: "t" })).get("/", (c) => c.text("a")), call: bearer("t") },
  "bearer auth, refused": { use: (app) => app.use(bearerAuth({ token: "t" })).get("/", (c) => c.text("a")) },
  "basic auth": {
    use: (app) => app.use(basicAuth({ username: "a", password: "b" })).get("/", (c) => c.text("a")),
    call: { headers: { authorization: "Basic YTpi" } },
  },
  jwt: {
    use: (app) => app.use(jwt({ secret: "secret", alg: "HS256" })).get("/", (c) => c.json(c.get("jwtPayload"))),
    call: bearer(await sign({ sub: "ada" }, "secret", "HS256")),
  },
  "jwt, refused": {
    use: (app) => app.use(jwt({ secret: "secret", alg: "HS256" })).get("/", (c) => c.text("a")),
    call: bearer("x.y.z"),
  },
  timeout: { use: (app) => app.use(timeout(10_000)).get("/", (c) => c.text("a")) },
  timing: { use: (app) => app.use(timing({ total: false })).get("/", (c) => c.text("a")) },
  "request id": {
    use: (app) => app.use(requestId({ headerName: "x-own-id" })).get("/", (c) => c.text(c.get("requestId"))),
    call: { headers: { "x-own-id": "one" } },
  },
  "context storage": { use: (app) => app.use(contextStorage()).get("/", (c) => c.text(getContext().req.path)) },
  combine: {
    use: (app) => app.use(some(bearerAuth({ token: "t" }), async (_, next) => next())).get("/", (c) => c.text("a")),
  },
  accepts: {
    use: (app) =>
      app.get("/", (c) => c.text(accepts(c, { header: "Accept", supports: ["text/html", "a/b"], default: "a/b" }))),
    call: { headers: { accept: "text/html;q=0.1, a/b" } },
  },
  "method override": {
    use: (app) => app.use(methodOverride({ app })).delete("/", (c) => c.text("deleted")),
    call: { method: "POST", headers: form, body: "_method=DELETE" },
  },
  "trailing slash": { use: (app) => app.use(trimTrailingSlash()).get("/a", (c) => c.text("a")), call: { path: "/a/" } },
  "cors, preflight": {
    use: (app) => app.use(cors()).get("/", (c) => c.text("a")),
    call: { method: "OPTIONS", headers: { origin: "https://a.example", "access-control-request-method": "GET" } },
  },
};
