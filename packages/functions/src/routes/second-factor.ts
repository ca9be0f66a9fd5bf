import { secondFactorSchema, signedInSchema } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { handOut } from "../http/refresh-cookie.ts";

/** The second part of a sign-in, under `/auth`. */
export const secondFactorRoutes = new Hono<AppEnv>().post(
  "/mfa",
  endpoint({
    id: "completeSignIn",
    summary: "Sign in with a second factor",
    tag: "Authentication",
    auth: "none",
    body: secondFactorSchema,
    cookieBody: secondFactorSchema,
    answer: { status: 200, schema: signedInSchema },
    problems: ["invalid_credentials", "code_expired", "code_used", "too_many_attempts"],
  }),
  async (c) => {
    const { completeSignIn } = await import("@rollcall/core/second-factor");
    const { user, tokens } = await completeSignIn(c.var.ctx, c.req.valid("json"));
    return c.json({ user, tokens: handOut(c, tokens) }, 200);
  },
);
