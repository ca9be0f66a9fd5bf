import {
  addedPasskeySchema,
  anonymousRequestSchema,
  halfSignInSchema,
  newPasskeySchema,
  passkeyOfferSchema,
  passkeyRequestSchema,
  passkeySignInSchema,
  secondFactorRequestSchema,
  signedInSchema,
} from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { handOut } from "../http/refresh-cookie.ts";

/** What is asked of passkeys, wherever it is needed. */
export const passkeyRoutes = new Hono<AppEnv>()
  .post(
    "/auth/passkey/options",
    endpoint({
      id: "requestPasskey",
      summary: "Begin to sign in with a passkey",
      tag: "Authentication",
      auth: "none",
      body: anonymousRequestSchema,
      answer: { status: 200, schema: passkeyRequestSchema },
      problems: [],
    }),
    async (c) => {
      const { requestPasskey } = await import("@rollcall/core/passkey");
      return c.json(requestPasskey(c.var.ctx), 200);
    },
  )
  .post(
    "/auth/passkey",
    endpoint({
      id: "signInWithPasskey",
      summary: "Sign in with a passkey",
      tag: "Authentication",
      auth: "none",
      body: passkeySignInSchema,
      cookieBody: passkeySignInSchema,
      answer: { status: 200, schema: signedInSchema },
      problems: ["invalid_credentials", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { signInWithPasskey } = await import("@rollcall/core/passkey");
      const { user, tokens } = await signInWithPasskey(c.var.ctx, c.req.valid("json"));
      return c.json({ user, tokens: handOut(c, tokens) }, 200);
    },
  )
  .post(
    "/auth/mfa/passkey",
    endpoint({
      id: "requestPasskeyAsSecondFactor",
      summary: "Ask for a passkey as the second factor",
      tag: "Authentication",
      auth: "none",
      body: halfSignInSchema,
      answer: { status: 200, schema: secondFactorRequestSchema },
      problems: ["code_expired", "conflict"],
    }),
    async (c) => {
      const { requestSecondFactor } = await import("@rollcall/core/passkey");
      return c.json(await requestSecondFactor(c.var.ctx, c.req.valid("json").mfaToken), 200);
    },
  )
  .post(
    "/me/verify/options",
    endpoint({
      id: "requestMyPasskey",
      summary: "Ask for one of my passkeys",
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      answer: { status: 200, schema: passkeyRequestSchema },
      problems: ["conflict"],
    }),
    async (c) => {
      const { requestProof } = await import("@rollcall/core/passkey");
      return c.json(await requestProof(c.var.ctx), 200);
    },
  )
  .post(
    "/me/passkeys/options",
    endpoint({
      id: "offerPasskey",
      summary: "Begin to set up a passkey",
      tag: "Me",
      auth: "bearer",
      recent: true,
      whileEnrolling: true,
      answer: { status: 200, schema: passkeyOfferSchema },
      problems: ["forbidden", "email_not_verified", "limit_reached"],
    }),
    async (c) => {
      const { offerPasskey } = await import("@rollcall/core/passkey");
      return c.json(await offerPasskey(c.var.ctx), 200);
    },
  )
  .post(
    "/me/passkeys",
    endpoint({
      id: "addPasskey",
      summary: "Finish to set up a passkey",
      tag: "Me",
      auth: "bearer",
      recent: true,
      whileEnrolling: true,
      body: newPasskeySchema,
      answer: { status: 201, schema: addedPasskeySchema },
      problems: [
        "forbidden",
        "email_not_verified",
        "limit_reached",
        "conflict",
        "code_expired",
        "code_used",
        "too_many_attempts",
      ],
    }),
    async (c) => {
      const { addPasskey } = await import("@rollcall/core/passkey");
      return c.json(await addPasskey(c.var.ctx, c.req.valid("json")), 201);
    },
  );
