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
      description:
        "By the token of the mail's link, or by its code with the address. An account that waited for it can be signed in to from then on, with the password of the registration that the mail was about. Nobody is signed in by it.",
      tag: "Authentication",
      auth: "none",
      body: emailProofSchema,
      answer: { status: 204, description: "The address is confirmed" },
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
      description:
        "Answers the same whether the address waits for one, is confirmed, or is nobody's. The link and the code before are void. At most one mail a minute is sent, and five in an hour.",
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
      description:
        "Answers the same whether the address has an account or not. The mail goes to the address as the account has it, is good for an hour, and voids the one before. At most one a minute is sent, and five in an hour.",
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
      description:
        "By the token of the mail's link, or by its code with the address; the mail of an invitation does, too. Every session ends, every other link is void, and the address is confirmed. Nobody is signed in by it. After a refused password the link is as good as before.",
      tag: "Authentication",
      auth: "none",
      body: passwordResetSchema,
      newPassword: "newPassword",
      answer: { status: 204, description: "The new password is in force" },
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
      description:
        "By the token of the mail's link, or by its code with the address, while the deletion is not carried out. The account is as it was, but for its sessions; nobody is signed in by it.",
      tag: "Authentication",
      auth: "none",
      body: emailProofSchema,
      answer: { status: 204, description: "The account can be signed in to again" },
      problems: ["invalid_credentials", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { restoreAccount } = await import("@rollcall/core/deletion");
      await restoreAccount(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
