import { errorCodes } from "@rollcall/core";
import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { openApiDocument } from "../http/openapi.ts";
import { problemKinds } from "../http/problem.ts";

const documentSchema = z.looseObject({ openapi: z.string() }).check(z.meta({ id: "OpenApiDocument" }));

const problemPageSchema = z
  .object({ code: z.enum(errorCodes), status: z.int(), title: z.string(), advice: z.string() })
  .check(z.meta({ id: "ProblemPage" }));

/** What the service says about itself: its OpenAPI document, and the page behind each problem's `type`. */
export function documentRoutes(documented: () => Hono<AppEnv>) {
  let document: z.infer<typeof documentSchema> | undefined;
  return new Hono<AppEnv>()
    .get(
      "/openapi.json",
      endpoint({
        id: "getOpenApi",
        summary: "This document",
        tag: "Service",
        auth: "none",
        answer: { status: 200, description: "OpenAPI 3.1", schema: documentSchema },
        problems: [],
      }),
      (c) => {
        document ??= openApiDocument(documented(), c.var.dependencies.settings.issuer);
        allowCaching(c);
        return c.json(document, 200);
      },
    )
    .get(
      "/problems/:code",
      endpoint({
        id: "getProblem",
        summary: "What a problem means and what to do about it",
        tag: "Service",
        auth: "none",
        params: z.object({ code: z.enum(errorCodes) }),
        answer: { status: 200, description: "The problem", schema: problemPageSchema },
        problems: [],
      }),
      (c) => {
        const { code } = c.req.valid("param");
        allowCaching(c);
        return c.json({ code, ...problemKinds[code] }, 200);
      },
    );
}

/** The same for everybody, on any page. */
function allowCaching(c: Context): void {
  c.header("cache-control", "public, max-age=300");
  c.header("access-control-allow-origin", "*");
}
