import type { Hono } from "hono";
import type { FunctionUrlCall } from "../../../support/function-url-event.ts";
import { middleware } from "./middleware.ts";
import { requests } from "./requests.ts";
import { responses } from "./responses.ts";

/** Something that Hono offers: an app that uses it, and the request that shows what it does. */
export interface Feature {
  use: (app: Hono) => unknown;
  call?: FunctionUrlCall;
}

/** By name. */
export const features: Record<string, Feature> = { ...requests, ...responses, ...middleware };
