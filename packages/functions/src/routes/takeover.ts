import { notMeSchema } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

export const takeoverRoutes = new Hono<AppEnv>().post(
  "/not-me",
  endpoint({
    id: "disownSignIn",
    summary: "Say of a sign-in that it was somebody else's",
    tag: "Authentication",
    auth: "none",
    body: notMeSchema,
    sendsMail: true,
    answer: { status: 204 },
    problems: ["email_taken", "code_expired", "code_used"],
  }),
  async (c) => {
    const { disownSignIn } = await import("@rollcall/core/takeover");
    await disownSignIn(c.var.ctx, c.req.valid("json"));
    return c.body(null, 204);
  },
);
