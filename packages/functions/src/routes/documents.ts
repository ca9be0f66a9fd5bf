import { type Context, Hono } from "hono";
import type * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { problemKinds } from "../http/problem.ts";
import { documentSchema, problemPageSchema, problemParamsSchema } from "../http/service.schema.ts";

/**
 * What the service says about itself: its OpenAPI document, and the page behind each problem's `type`. The texts are
 * loaded when they are asked for.
 */
export function documentRoutes(documented: () => Hono<AppEnv>) {
  let document: { openapi: string } | undefined;
  return new Hono<AppEnv>()
    .get(
      "/openapi.json",
      endpoint({
        id: "getOpenApi",
        summary: "Read the OpenAPI document",
        tag: "Service",
        auth: "none",
        answer: { status: 200, description: "OpenAPI 3.1", schema: documentSchema },
        problems: [],
      }),
      async (c) => {
        const { openApiDocument } = await import("../openapi/document.ts");
        document ??= openApiDocument(documented(), c.var.dependencies.settings);
        allowCaching(c);
        return c.json(document, 200);
      },
    )
    .get(
      "/problems/:code",
      endpoint({
        id: "getProblem",
        summary: "Read what a problem means and what to do about it",
        tag: "Service",
        auth: "none",
        params: problemParamsSchema,
        answer: { status: 200, description: "The problem", schema: problemPageSchema },
        problems: [],
      }),
      async (c) => {
        const { code } = c.req.valid("param");
        const { advice } = await import("../openapi/advice.ts");
        const page: z.infer<typeof problemPageSchema> = { code, ...problemKinds[code], advice: advice[code] };
        allowCaching(c);
        return c.json(page, 200);
      },
    );
}

/** The same for everybody, on any page. */
function allowCaching(c: Context): void {
  c.header("cache-control", "public, max-age=300");
  c.header("access-control-allow-origin", "*");
}
