import {
  acceptedSchema,
  factorListSchema,
  factorRemovalSchema,
  newUserSchema,
  pendingFactorRemovalSchema,
  sessionIdSchema,
  sessionListSchema,
  userEditSchema,
  userIdSchema,
  userPageSchema,
  userQuerySchema,
  userSchema,
} from "@rollcall/core";
import { Hono } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

const userParams = z.object({ id: userIdSchema });

/** Rarely what a new environment is first asked for. */
const administration = () => import("@rollcall/core/administration");

export const userRoutes = new Hono<AppEnv>()
  .get(
    "/",
    endpoint({
      id: "listUsers",
      summary: "List accounts, the newest first",
      tag: "Users",
      auth: "admin",
      query: userQuerySchema,
      answer: { status: 200, schema: userPageSchema },
      problems: [],
    }),
    async (c) => {
      const { listUsers } = await administration();
      return c.json(await listUsers(c.var.ctx, c.req.valid("query")), 200);
    },
  )
  .post(
    "/",
    endpoint({
      id: "createUser",
      summary: "Create an account for somebody",
      tag: "Users",
      auth: "admin",
      recent: true,
      body: newUserSchema,
      answer: { status: 201, schema: userSchema },
      newPassword: "password",
      problems: ["email_taken"],
    }),
    async (c) => {
      const { createUser } = await administration();
      return c.json(await createUser(c.var.ctx, c.req.valid("json")), 201);
    },
  )
  .get(
    "/:id",
    endpoint({
      id: "getUser",
      summary: "Read an account",
      tag: "Users",
      auth: "admin",
      params: userParams,
      answer: { status: 200, schema: userSchema },
      problems: [],
    }),
    async (c) => {
      const { readUser } = await administration();
      return c.json(await readUser(c.var.ctx, c.req.valid("param").id), 200);
    },
  )
  .patch(
    "/:id",
    endpoint({
      id: "updateUser",
      summary: "Change an account",
      tag: "Users",
      auth: "admin",
      recent: true,
      params: userParams,
      body: userEditSchema,
      answer: { status: 200, schema: userSchema },
      problems: ["conflict"],
    }),
    async (c) => {
      const { editUser } = await administration();
      return c.json(await editUser(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200);
    },
  )
  .delete(
    "/:id",
    endpoint({
      id: "deleteUser",
      summary: "Delete an account",
      tag: "Users",
      auth: "admin",
      recent: true,
      params: userParams,
      answer: { status: 204 },
      problems: ["conflict"],
    }),
    async (c) => {
      const { deleteUser } = await import("@rollcall/core/deletion");
      await deleteUser(c.var.ctx, c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .post(
    "/:id/password-reset",
    endpoint({
      id: "sendPasswordReset",
      summary: "Mail somebody the way to a new password",
      tag: "Users",
      auth: "admin",
      recent: true,
      params: userParams,
      sendsMail: true,
      answer: { status: 202, schema: acceptedSchema },
      problems: ["conflict", "limit_reached"],
    }),
    async (c) => {
      const { sendPasswordReset } = await administration();
      await sendPasswordReset(c.var.ctx, c.req.valid("param").id);
      return c.json({}, 202);
    },
  )
  .get(
    "/:id/factors",
    endpoint({
      id: "listUserFactors",
      summary: "List an account's factors",
      tag: "Users",
      auth: "admin",
      params: userParams,
      answer: { status: 200, schema: factorListSchema },
      problems: [],
    }),
    async (c) => {
      const { listFactorsOf } = await administration();
      return c.json(await listFactorsOf(c.var.ctx, c.req.valid("param").id), 200);
    },
  )
  .delete(
    "/:id/factors",
    endpoint({
      id: "removeUserFactors",
      summary: "Remove all factors of an account",
      tag: "Users",
      auth: "admin",
      recent: true,
      params: userParams,
      body: factorRemovalSchema,
      answer: { status: 204 },
      otherAnswer: {
        status: 202,
        description: "They will be removed, unless the owner stops it",
        schema: pendingFactorRemovalSchema,
      },
      sendsMail: true,
      problems: ["conflict"],
    }),
    async (c) => {
      const { removeFactorsOf } = await administration();
      const pending = await removeFactorsOf(c.var.ctx, c.req.valid("param").id, c.req.valid("json"));
      return pending ? c.json(pending, 202) : c.body(null, 204);
    },
  )
  .get(
    "/:id/sessions",
    endpoint({
      id: "listUserSessions",
      summary: "List an account's sessions",
      tag: "Users",
      auth: "admin",
      params: userParams,
      answer: {
        status: 200,
        schema: sessionListSchema,
      },
      problems: [],
    }),
    async (c) => {
      const { listSessions } = await administration();
      return c.json({ items: await listSessions(c.var.ctx, c.req.valid("param").id) }, 200);
    },
  )
  .delete(
    "/:id/sessions",
    endpoint({
      id: "endUserSessions",
      summary: "End all sessions of an account",
      tag: "Users",
      auth: "admin",
      recent: true,
      params: userParams,
      answer: { status: 204 },
      problems: [],
    }),
    async (c) => {
      const { endSessions } = await administration();
      await endSessions(c.var.ctx, c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .delete(
    "/:id/sessions/:sid",
    endpoint({
      id: "endUserSession",
      summary: "End one session of an account",
      tag: "Users",
      auth: "admin",
      recent: true,
      params: z.extend(userParams, { sid: sessionIdSchema }),
      answer: { status: 204 },
      problems: [],
    }),
    async (c) => {
      const { id, sid } = c.req.valid("param");
      const { endSessionOf } = await administration();
      await endSessionOf(c.var.ctx, id, sid);
      return c.body(null, 204);
    },
  );
