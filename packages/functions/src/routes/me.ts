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
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      answer: { status: 200, schema: userSchema },
      problems: [],
    }),
    async (c) => c.json(await readMe(c.var.ctx), 200),
  )
  .patch(
    "/",
    endpoint({
      id: "updateMe",
      summary: "Change my profile",
      tag: "Me",
      auth: "bearer",
      body: profileEditSchema,
      answer: { status: 200, schema: userSchema },
      problems: [],
    }),
    async (c) => c.json(await editMe(c.var.ctx, c.req.valid("json")), 200),
  )
  .delete(
    "/",
    endpoint({
      id: "deleteMe",
      summary: "Delete my account",
      tag: "Me",
      auth: "bearer",
      recent: true,
      body: proofSchema,
      answer: { status: 204 },
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
      tag: "Me",
      auth: "bearer",
      recent: true,
      body: passwordChangeSchema,
      answer: { status: 204 },
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
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      body: verificationSchema,
      answer: {
        status: 200,
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
      tag: "Me",
      auth: "bearer",
      answer: { status: 200, schema: accountExportSchema },
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
      tag: "Me",
      auth: "bearer",
      answer: {
        status: 200,
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
      tag: "Me",
      auth: "bearer",
      answer: { status: 204 },
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
      tag: "Me",
      auth: "bearer",
      params: z.object({ id: sessionIdSchema }),
      answer: { status: 204 },
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
      tag: "Me",
      auth: "bearer",
      query: myEventQuerySchema,
      answer: { status: 200, schema: eventPageSchema },
      problems: [],
    }),
    async (c) => c.json(await listMyEvents(c.var.ctx, c.req.valid("query")), 200),
  );
