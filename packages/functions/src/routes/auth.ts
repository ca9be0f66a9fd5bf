import {
  acceptedSchema,
  cookieRefreshInputSchema,
  cookieSignOutInputSchema,
  credentialsSchema,
  issueServiceToken,
  refresh,
  refreshedSchema,
  refreshInputSchema,
  register,
  registrationSchema,
  serviceTokenInputSchema,
  serviceTokenSchema,
  signedInSchema,
  signIn,
  signOut,
  signOutInputSchema,
} from "@rollcall/core";
import { Hono } from "hono";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { handOut, presented, takeBack } from "../http/refresh-cookie.ts";

export const authRoutes = new Hono<AppEnv>()
  .post(
    "/register",
    endpoint({
      id: "register",
      summary: "Create an account and sign in to it",
      tag: "Authentication",
      auth: "none",
      body: registrationSchema,
      cookieBody: registrationSchema,
      sendsMail: true,
      answer: { status: 201, schema: signedInSchema },
      otherAnswer: { status: 202, description: "A mail tells the rest", schema: acceptedSchema },
      newPassword: "password",
      problems: ["email_taken", "registration_closed", "too_many_attempts"],
    }),
    async (c) => {
      const signedIn = await register(c.var.ctx, c.req.valid("json"));
      if (!signedIn) return c.json({}, 202);
      return c.json({ user: signedIn.user, tokens: handOut(c, signedIn.tokens) }, 201);
    },
  )
  .post(
    "/login",
    endpoint({
      id: "login",
      summary: "Sign in with a password",
      tag: "Authentication",
      auth: "none",
      body: credentialsSchema,
      cookieBody: credentialsSchema,
      answer: { status: 200, schema: signedInSchema },
      problems: ["invalid_credentials", "second_factor_required", "too_many_attempts"],
    }),
    async (c) => {
      const { user, tokens } = await signIn(c.var.ctx, c.req.valid("json"));
      return c.json({ user, tokens: handOut(c, tokens) }, 200);
    },
  )
  .post(
    "/refresh",
    endpoint({
      id: "refresh",
      summary: "Get new tokens for a session",
      tag: "Authentication",
      auth: "none",
      body: refreshInputSchema,
      cookieBody: cookieRefreshInputSchema,
      answer: { status: 200, schema: refreshedSchema },
      problems: ["invalid_refresh_token"],
    }),
    async (c) => {
      const tokens = await refresh(c.var.ctx, presented(c, c.req.valid("json")));
      return c.json({ tokens: handOut(c, tokens) }, 200);
    },
  )
  .post(
    "/tokens",
    endpoint({
      id: "createServiceToken",
      summary: "Get an access token for another service",
      tag: "Authentication",
      auth: "bearer",
      body: serviceTokenInputSchema,
      answer: { status: 200, schema: serviceTokenSchema },
      problems: [],
    }),
    async (c) => c.json(await issueServiceToken(c.var.ctx, c.req.valid("json")), 200),
  )
  .post(
    "/logout",
    endpoint({
      id: "logout",
      summary: "End a session",
      tag: "Authentication",
      auth: "none",
      body: signOutInputSchema,
      cookieBody: cookieSignOutInputSchema,
      answer: { status: 204 },
      problems: [],
    }),
    async (c) => {
      await signOut(c.var.ctx, presented(c, c.req.valid("json")).refreshToken);
      takeBack(c);
      return c.body(null, 204);
    },
  );
