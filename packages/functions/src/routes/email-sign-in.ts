import { acceptedSchema, emailProofSchema, mailRequestSchema, signedInSchema } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { handOut } from "../http/refresh-cookie.ts";

export const emailSignInRoutes = new Hono<AppEnv>()
  .post(
    "/code",
    endpoint({
      id: "requestSignInCode",
      summary: "Mail a link and a code to sign in with",
      tag: "Authentication",
      auth: "none",
      body: mailRequestSchema,
      sendsMail: true,
      answer: { status: 202, schema: acceptedSchema },
      problems: ["too_many_attempts"],
    }),
    async (c) => {
      const { requestSignInCode } = await import("@rollcall/core/email-sign-in");
      await requestSignInCode(c.var.ctx, c.req.valid("json").email);
      return c.json({}, 202);
    },
  )
  .post(
    "/code/redeem",
    endpoint({
      id: "redeemSignInCode",
      summary: "Sign in with a mailed link or code",
      tag: "Authentication",
      auth: "none",
      body: emailProofSchema,
      cookieBody: emailProofSchema,
      answer: { status: 200, schema: signedInSchema },
      problems: ["invalid_credentials", "second_factor_required", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { redeemSignInCode } = await import("@rollcall/core/email-sign-in");
      const { user, tokens } = await redeemSignInCode(c.var.ctx, c.req.valid("json"));
      return c.json({ user, tokens: handOut(c, tokens) }, 200);
    },
  );
