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
      description:
        "`options` are for `navigator.credentials.get()`. They name nobody and are the same for everybody, so a page can ask for them before it knows who is there. `challenge` is good once, for five minutes.",
      tag: "Authentication",
      auth: "none",
      body: anonymousRequestSchema,
      answer: { status: 200, description: "What a passkey is asked with", schema: passkeyRequestSchema },
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
      description:
        "A passkey that makes sure who its user is, by a PIN or a finger, is two factors at once; one that does not is refused here. An unknown passkey, one of a disabled account and a wrong signature get one and the same answer.",
      tag: "Authentication",
      auth: "none",
      body: passkeySignInSchema,
      cookieBody: passkeySignInSchema,
      answer: { status: 200, description: "The account and the new session's tokens", schema: signedInSchema },
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
      description:
        "`options` name the passkeys of the account that `mfaToken` is for. The answer goes to POST /auth/mfa.",
      tag: "Authentication",
      auth: "none",
      body: halfSignInSchema,
      answer: { status: 200, description: "What a passkey is asked with", schema: secondFactorRequestSchema },
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
      description:
        "As the proof that POST /me/verify takes, in this session. `challenge` is good once, for five minutes.",
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      answer: { status: 200, description: "What a passkey is asked with", schema: passkeyRequestSchema },
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
      description: "`options` are for `navigator.credentials.create()`. `challenge` is good once, for five minutes.",
      tag: "Me",
      auth: "bearer",
      recent: true,
      whileEnrolling: true,
      answer: { status: 200, description: "What a passkey is made with", schema: passkeyOfferSchema },
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
      description:
        "From now on it signs in, and is asked for where another proof came first. With the first factor there are ten recovery codes, shown this one time, and every other session ends; this one counts as one of two factors from its next refresh on.",
      tag: "Me",
      auth: "bearer",
      recent: true,
      whileEnrolling: true,
      body: newPasskeySchema,
      answer: { status: 201, description: "The passkey is a factor", schema: addedPasskeySchema },
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
