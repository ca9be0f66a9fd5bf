import { acceptedSchema, emailChangeRequestSchema, emailChangeSchema } from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

export const emailChangeRoutes = new Hono<AppEnv>()
  .post(
    "/me/email",
    endpoint({
      id: "requestEmailChange",
      summary: "Ask for another address",
      tag: "Me",
      auth: "bearer",
      recent: true,
      body: emailChangeRequestSchema,
      sendsMail: true,
      answer: {
        status: 202,
        schema: acceptedSchema,
      },
      problems: ["limit_reached", "too_many_attempts"],
    }),
    async (c) => {
      const { requestEmailChange } = await import("@rollcall/core/email-change");
      await requestEmailChange(c.var.ctx, c.req.valid("json"));
      return c.json({}, 202);
    },
  )
  .post(
    "/auth/email/change",
    endpoint({
      id: "changeEmail",
      summary: "Confirm an account's new address, or take a change back",
      tag: "Me",
      auth: "none",
      body: emailChangeSchema,
      sendsMail: true,
      answer: { status: 204 },
      problems: [
        "invalid_credentials",
        "email_taken",
        "limit_reached",
        "code_expired",
        "code_used",
        "too_many_attempts",
      ],
    }),
    async (c) => {
      const { changeEmail } = await import("@rollcall/core/email-change");
      await changeEmail(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
