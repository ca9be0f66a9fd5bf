import {
  type Context,
  type Database,
  definitions,
  emailSchema,
  newPasswordSchema,
  RollcallError,
  type User,
  userSchema,
  type VirtualClock,
} from "@rollcall/core";
import { createUser, promoteUser, readUserByEmail } from "@rollcall/core/administration";
import { performOperation } from "@rollcall/core/embedded";
import { Hono } from "hono";
import { accepts } from "hono/accepts";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";
import { localOnly } from "../http/local-only.ts";
import type { Mailbox } from "../mail/mailbox.ts";
import { mailboxPage, mailboxPolicy } from "../mail/mailbox-page.ts";

/* Described here and not in openapi/notes, which is in every entry point. */
const described = (description: string, ...examples: string[]) =>
  z.meta({ description, ...(examples.length > 0 && { examples }) });

const advanceSchema = z.strictObject({
  advance: z.int().check(z.gte(0), z.lte(10 * 365 * 86_400), described("How far, in seconds.")),
});
const timeSchema = z.object({ now: z.string().check(z.meta({ format: "date-time" }), described("The new time.")) });
const administratorSchema = z.strictObject({
  email: emailSchema.check(described("The administrator's address.")),
  password: newPasswordSchema.check(described("The account's new password.")),
});
type NewAdministrator = z.infer<typeof administratorSchema>;

const advanceClock = {
  id: "advanceClock",
  summary: "Move the clock forward",
  tag: "Service",
  auth: "local",
  body: advanceSchema,
  answer: { status: 200, description: "The clock has moved", schema: timeSchema },
  problems: [],
} as const;

const administrator = {
  id: "makeAdministrator",
  summary: "Make an administrator",
  tag: "Service",
  auth: "local",
  body: administratorSchema,
  newPassword: "password",
  answer: { status: 200, description: "The administrator's account", schema: userSchema },
  problems: [],
} as const;

const mailbox = {
  id: "listMails",
  summary: "Read the mails that were sent",
  tag: "Service",
  auth: "local",
  query: z.strictObject({
    to: z.optional(z.string().check(described("Only those to this address.", "ada@example.com"))),
    token: z.optional(
      z
        .string()
        .check(
          described(
            "The token, for a browser, which sends no header fields.",
            "k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq",
          ),
        ),
    ),
  }),
  answer: {
    status: 200,
    description: "The mails",
    schema: z.array(
      z.object({
        to: z.string(),
        subject: z.string(),
        text: z.string(),
        html: z.string(),
        at: z.string().check(z.meta({ format: "date-time" })),
        links: z.array(z.string()).check(described("Every address that the text leads to.")),
      }),
    ),
  },
  problems: [],
} as const;

export interface DevOptions {
  clock: VirtualClock;
  database: Database;
  mailbox: Pick<Mailbox, "list">;
  /** What a caller has to bring: whoever knows it may do everything. */
  token: string;
}

/** What the local server alone serves, on its embedded database. No other entry point imports this file. */
export function devRoutes({ clock, database, mailbox: { list }, token }: DevOptions) {
  return new Hono<AppEnv>()
    .use("/dev/*", localOnly(token))
    .post("/dev/clock", endpoint(advanceClock), (c) => {
      clock.advance(c.req.valid("json").advance);
      return c.json({ now: clock.now().toISOString() }, 200);
    })
    .post("/dev/admin", endpoint(administrator), async (c) =>
      c.json(await makeAdministrator(c.var.ctx, c.req.valid("json")), 200),
    )
    .get("/dev/mail", endpoint(mailbox), (c) => {
      const mails = list(c.req.valid("query").to);
      if (
        !accepts(c, {
          header: "Accept",
          supports: ["application/json", "text/html"],
          default: "application/json",
        }).includes("html")
      )
        return c.json(mails, 200);
      c.header("content-security-policy", mailboxPolicy);
      return c.html(mailboxPage(mails));
    })
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
