import {
  authenticatorAppProofSchema,
  authenticatorAppSchema,
  confirmedAppSchema,
  factorEditSchema,
  factorIdSchema,
  factorListSchema,
  factorSchema,
  recoveryCodesSchema,
} from "@rollcall/core";
import { Hono } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

const params = z.object({ id: factorIdSchema });

/** The caller's own factors, under `/me`. */
export const factorRoutes = new Hono<AppEnv>()
  .get(
    "/factors",
    endpoint({
      id: "listMyFactors",
      summary: "List my factors",
      tag: "Me",
      auth: "bearer",
      whileEnrolling: true,
      answer: { status: 200, schema: factorListSchema },
      problems: [],
    }),
    async (c) => {
      const { listMyFactors } = await import("@rollcall/core/second-factor");
      return c.json(await listMyFactors(c.var.ctx), 200);
    },
  )
  .post(
    "/factors/totp",
    endpoint({
      id: "offerAuthenticatorApp",
      summary: "Begin to set up an authenticator app",
      tag: "Me",
      auth: "bearer",
      recent: true,
      whileEnrolling: true,
      answer: { status: 200, schema: authenticatorAppSchema },
      problems: ["forbidden", "email_not_verified", "limit_reached"],
    }),
    async (c) => {
      const { offerAuthenticatorApp } = await import("@rollcall/core/authenticator-app");
      return c.json(await offerAuthenticatorApp(c.var.ctx), 200);
    },
  )
  .post(
    "/factors/totp/confirm",
    endpoint({
      id: "confirmAuthenticatorApp",
      summary: "Finish to set up an authenticator app",
      tag: "Me",
      auth: "bearer",
      recent: true,
      whileEnrolling: true,
      body: authenticatorAppProofSchema,
      answer: { status: 200, schema: confirmedAppSchema },
      problems: ["forbidden", "email_not_verified", "limit_reached", "code_expired", "code_used", "too_many_attempts"],
    }),
    async (c) => {
      const { confirmAuthenticatorApp } = await import("@rollcall/core/authenticator-app");
      const { recoveryCodes } = await confirmAuthenticatorApp(c.var.ctx, c.req.valid("json"));
      return c.json({ ...(recoveryCodes && { recoveryCodes }) }, 200);
    },
  )
  .patch(
    "/factors/:id",
    endpoint({
      id: "renameMyFactor",
      summary: "Rename one of my factors",
      tag: "Me",
      auth: "bearer",
      params,
      body: factorEditSchema,
      answer: { status: 200, schema: factorSchema },
      problems: [],
    }),
    async (c) => {
      const { renameMyFactor } = await import("@rollcall/core/second-factor");
      const { id } = c.req.valid("param");
      return c.json(await renameMyFactor(c.var.ctx, id, c.req.valid("json").name), 200);
    },
  )
  .delete(
    "/factors/:id",
    endpoint({
      id: "removeMyFactor",
      summary: "Remove one of my factors",
      tag: "Me",
      auth: "bearer",
      recent: true,
      acr: "2",
      params,
      answer: { status: 204 },
      problems: ["conflict", "limit_reached"],
    }),
    async (c) => {
      const { removeMyFactor } = await import("@rollcall/core/second-factor");
      await removeMyFactor(c.var.ctx, c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .post(
    "/recovery-codes",
    endpoint({
      id: "replaceRecoveryCodes",
      summary: "Get new recovery codes",
      tag: "Me",
      auth: "bearer",
      recent: true,
      acr: "2",
      answer: { status: 200, schema: recoveryCodesSchema },
      problems: ["conflict", "limit_reached"],
    }),
    async (c) => {
      const { replaceRecoveryCodes } = await import("@rollcall/core/second-factor");
      return c.json(await replaceRecoveryCodes(c.var.ctx), 200);
    },
  );
