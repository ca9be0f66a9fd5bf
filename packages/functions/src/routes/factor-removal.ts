import { keepFactorsSchema } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

export const factorRemovalRoutes = new Hono<AppEnv>().post(
  "/factors/keep",
  endpoint({
    id: "keepFactors",
    summary: "Stop the removal of an account's factors",
    tag: "Authentication",
    auth: "none",
    body: keepFactorsSchema,
    answer: { status: 204 },
    problems: ["code_expired", "code_used"],
  }),
  async (c) => {
    const { keepFactors } = await import("@rollcall/core/factor-removal");
    await keepFactors(c.var.ctx, c.req.valid("json"));
    return c.body(null, 204);
  },
);
