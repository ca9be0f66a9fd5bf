import { acceptedSchema, emailProofSchema, mailRequestSchema, passwordResetSchema } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

const accepted = {
  status: 202,
  description: "If there is something to mail, it is mailed",
  schema: acceptedSchema,
} as const;

/* What mails lead to. A GET changes nothing anywhere, so whatever merely follows links does not either. */
export const recoveryRoutes = new Hono<AppEnv>()
  .post(
    "/email/verify",
    endpoint({
      id: "verifyEmail",
      summary: "Confirm an address",
      tag: "Authentication",
      auth: "none",
      body: emailProofSchema,
      answer: { status: 204 },
      problems: ["invalid_credentials", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { verifyEmail } = await import("@rollcall/core/verification");
      await verifyEmail(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/email/verify/resend",
    endpoint({
      id: "resendVerification",
      summary: "Mail the confirmation of an address again",
      tag: "Authentication",
      auth: "none",
      body: mailRequestSchema,
      sendsMail: true,
      answer: accepted,
      problems: ["too_many_attempts"],
    }),
    async (c) => {
      const { resendVerification } = await import("@rollcall/core/verification");
      await resendVerification(c.var.ctx, c.req.valid("json").email);
      return c.json({}, 202);
    },
  )
  .post(
    "/password/forgot",
    endpoint({
      id: "forgotPassword",
      summary: "Mail the way to a new password",
      tag: "Authentication",
      auth: "none",
      body: mailRequestSchema,
      sendsMail: true,
      answer: accepted,
      problems: ["too_many_attempts"],
    }),
    async (c) => {
      const { forgotPassword } = await import("@rollcall/core/recovery");
      await forgotPassword(c.var.ctx, c.req.valid("json").email);
      return c.json({}, 202);
    },
  )
  .post(
    "/password/reset",
    endpoint({
      id: "resetPassword",
      summary: "Set a new password by mail",
      tag: "Authentication",
      auth: "none",
      body: passwordResetSchema,
      newPassword: "newPassword",
      answer: { status: 204 },
      problems: ["invalid_credentials", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { resetPassword } = await import("@rollcall/core/recovery");
      await resetPassword(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/restore",
    endpoint({
      id: "restoreAccount",
      summary: "Undo the deletion of an account",
      tag: "Authentication",
      auth: "none",
      body: emailProofSchema,
      answer: { status: 204 },
      problems: ["invalid_credentials", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { restoreAccount } = await import("@rollcall/core/deletion");
      await restoreAccount(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
