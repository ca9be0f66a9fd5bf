import {
  accessTokenSchema,
  accountExportSchema,
  editMe,
  endMyOtherSessions,
  endMySession,
  eventPageSchema,
  listMyEvents,
  listMySessions,
  myEventQuerySchema,
  passwordChangeSchema,
  profileEditSchema,
  proofSchema,
  readMe,
  sessionIdSchema,
  sessionListSchema,
  userSchema,
  verificationSchema,
} from "@rollcall/core";
import { Hono } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

export const meRoutes = new Hono<AppEnv>()
  .get(
    "/",
    endpoint({
      id: "getMe",
      summary: "Read my account",
      description: "As it is now, whatever the access token says.",
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      answer: { status: 200, description: "My account", schema: userSchema },
      problems: [],
    }),
    async (c) => c.json(await readMe(c.var.ctx), 200),
  )
  .patch(
    "/",
    endpoint({
      id: "updateMe",
      summary: "Change my profile",
      description: "The address has a way of its own: `POST /me/email`.",
      tag: "Me",
      auth: "bearer",
      body: profileEditSchema,
      answer: { status: 200, description: "My account after the change", schema: userSchema },
      problems: [],
    }),
    async (c) => c.json(await editMe(c.var.ctx, c.req.valid("json")), 200),
  )
  .delete(
    "/",
    endpoint({
      id: "deleteMe",
      summary: "Delete my account",
      description:
        "Ends every session. Where the operator gives time to undo it, a mail brings the way back, and the address stays taken until then; otherwise the account is gone, and the address free, at once. The last administrator stays.",
      tag: "Me",
      auth: "bearer",
      recent: true,
      body: proofSchema,
      answer: { status: 204, description: "The account is gone, or out of use" },
      problems: ["conflict", "too_many_attempts"],
    }),
    async (c) => {
      const { deleteMe } = await import("@rollcall/core/deletion");
      await deleteMe(c.var.ctx, c.req.valid("json").password);
      return c.body(null, 204);
    },
  )
  .post(
    "/password",
    endpoint({
      id: "changeMyPassword",
      summary: "Change my password",
      description: "Every other session ends.",
      tag: "Me",
      auth: "bearer",
      recent: true,
      body: passwordChangeSchema,
      answer: { status: 204, description: "The new password is in force" },
      newPassword: "newPassword",
      problems: ["too_many_attempts"],
    }),
    async (c) => {
      const { changePassword } = await import("@rollcall/core/credentials");
      await changePassword(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/verify",
    endpoint({
      id: "verifyMe",
      summary: "Prove anew who is signed in",
      description:
        "For operations that want a recent proof, or a stronger one: by the password, the code of an authenticator app, a recovery code or a passkey. Where the account has a second factor, the password alone is not enough. Other tokens of the session say so from their next refresh on; its refresh token stays as it is.",
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      body: verificationSchema,
      answer: {
        status: 200,
        description: "An access token with the new `auth_time` and `acr`",
        schema: accessTokenSchema,
      },
      problems: ["reauthentication_required", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { reauthenticate } = await import("@rollcall/core/reauthentication");
      return c.json(await reauthenticate(c.var.ctx, c.req.valid("json")), 200);
    },
  )
  .get(
    "/export",
    endpoint({
      id: "exportMe",
      summary: "Get all that is kept about me",
      description:
        "The account with its sessions, places, links and codes, what is queued, and its 500 newest events; `events.nextCursor` leads to the older ones in GET /me/events. Nothing in it could be used by who reads it.",
      tag: "Me",
      auth: "bearer",
      answer: { status: 200, description: "All that is kept about me", schema: accountExportSchema },
      problems: [],
    }),
    async (c) => {
      const { exportMe } = await import("@rollcall/core/privacy");
      return c.json(await exportMe(c.var.ctx), 200);
    },
  )
  .get(
    "/sessions",
    endpoint({
      id: "listMySessions",
      summary: "List my sessions",
      description: "One for each sign-in that has not ended.",
      tag: "Me",
      auth: "bearer",
      answer: {
        status: 200,
        description: "The sessions that have not ended, the last used first",
        schema: sessionListSchema,
      },
      problems: [],
    }),
    async (c) => c.json({ items: await listMySessions(c.var.ctx) }, 200),
  )
  .delete(
    "/sessions",
    endpoint({
      id: "endMyOtherSessions",
      summary: "End all my sessions but this one",
      description: "Their refresh tokens are refused at once. Their access tokens expire within minutes.",
      tag: "Me",
      auth: "bearer",
      answer: { status: 204, description: "The other sessions have ended" },
      problems: [],
    }),
    async (c) => {
      await endMyOtherSessions(c.var.ctx);
      return c.body(null, 204);
    },
  )
  .delete(
    "/sessions/:id",
    endpoint({
      id: "endMySession",
      summary: "End one of my sessions",
      description: "Its refresh token is refused at once. Its access token expires within minutes.",
      tag: "Me",
      auth: "bearer",
      params: z.object({ id: sessionIdSchema }),
      answer: { status: 204, description: "The session has ended" },
      problems: [],
    }),
    async (c) => {
      await endMySession(c.var.ctx, c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .get(
    "/events",
    endpoint({
      id: "listMyEvents",
      summary: "Read what has happened to my account",
      description:
        "As administrators read it, without what is of others: their addresses, and which administrator it was.",
      tag: "Me",
      auth: "bearer",
      query: myEventQuerySchema,
      answer: { status: 200, description: "A page of events", schema: eventPageSchema },
      problems: [],
    }),
    async (c) => c.json(await listMyEvents(c.var.ctx, c.req.valid("query")), 200),
  );
