import {
  type Context,
  createUser,
  type Database,
  definitions,
  emailSchema,
  newPasswordSchema,
  promoteUser,
  RollcallError,
  readUserByEmail,
  type User,
  userSchema,
  type VirtualClock,
} from "@rollcall/core";
import { performOperation } from "@rollcall/core/embedded";
import { Hono } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { localOnly } from "../http/local-only.ts";

const advanceSchema = z.strictObject({
  advance: z.int().check(z.gte(0), z.lte(10 * 365 * 86_400)),
});
const timeSchema = z.object({ now: z.string() });
const administratorSchema = z.strictObject({ email: emailSchema, password: newPasswordSchema });
type NewAdministrator = z.infer<typeof administratorSchema>;

export interface DevOptions {
  clock: VirtualClock;
  database: Database;
  /** What a caller has to bring: whoever knows it may do everything. */
  token: string;
}

/** What the local server alone serves, on its embedded database. No other entry point imports this file. */
export function devRoutes({ clock, database, token }: DevOptions) {
  return new Hono<AppEnv>()
    .use("/dev/*", localOnly(token))
    .post("/dev/clock", endpoint(devEndpoint("advanceClock", advanceSchema, timeSchema)), (c) => {
      clock.advance(c.req.valid("json").advance);
      return c.json({ now: clock.now().toISOString() }, 200);
    })
    .post("/dev/admin", endpoint(devEndpoint("makeAdministrator", administratorSchema, userSchema)), async (c) =>
      c.json(await makeAdministrator(c.var.ctx, c.req.valid("json")), 200),
    )
    .post("/dev/database", async (c) => {
      const operation = new Uint8Array(await c.req.arrayBuffer());
      return c.body(new Uint8Array(await performOperation(database, definitions, operation)), 200);
    });
}

/** Of a new account or, as `admin promote` does, of one that exists. */
async function makeAdministrator(ctx: Context, { email, password }: NewAdministrator): Promise<User> {
  try {
    return await createUser(ctx, { email, password, roles: ["admin"] });
  } catch (error) {
    if (!(error instanceof RollcallError && error.code === "email_taken")) throw error;
    return promoteUser(ctx, (await readUserByEmail(ctx, email)).id, password);
  }
}

function devEndpoint<B extends z.ZodMiniType, A extends z.ZodMiniType>(id: string, body: B, schema: A) {
  return {
    id,
    summary: "On the local server only",
    tag: "Service",
    auth: "local",
    body,
    newPassword: "password",
    answer: { status: 200, description: "Done", schema },
    problems: [],
  } as const;
}
