import { isIP } from "node:net";
import {
  createAdministrator,
  emailSchema,
  newPasswordSchema,
  promoteToAdministrator,
  RollcallError,
  userSchema,
  type VirtualClock,
} from "@rollcall/core";
import { Hono, type MiddlewareHandler } from "hono";
import * as z from "zod/mini";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

const advanceSchema = z.strictObject({
  advance: z.int().check(z.gte(0), z.lte(10 * 365 * 86_400)),
});
const timeSchema = z.object({ now: z.string() });
const administratorSchema = z.strictObject({ email: emailSchema, password: z.optional(newPasswordSchema) });

/**
 * What only the local server serves, to whoever reaches it by a number, as localhost, or by its own name. No
 * other entry point imports this file.
 * @param host the name or number that the server listens on.
 */
export function devRoutes(clock: VirtualClock, host: string) {
  return new Hono<AppEnv>()
    .use("/dev/*", calledAs(host))
    .post("/dev/clock", endpoint(devEndpoint("advanceClock", advanceSchema, timeSchema)), (c) => {
      clock.advance(c.req.valid("json").advance);
      return c.json({ now: clock.now().toISOString() }, 200);
    })
    .post("/dev/admin", endpoint(devEndpoint("makeAdministrator", administratorSchema, userSchema)), async (c) => {
      const { email, password } = c.req.valid("json");
      const promoted = await promoteToAdministrator(c.var.ctx, email);
      if (promoted) return c.json(promoted, 200);
      if (password === undefined) throw noAccount();
      return c.json(await createAdministrator(c.var.ctx, email, password), 200);
    });
}

function noAccount(): RollcallError {
  return new RollcallError("not_found", { detail: "No account has this address. With a password one is created." });
}

/** A page whose own name is made to resolve to this machine (DNS rebinding) still sends that name as the host. */
function calledAs(host: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { hostname } = new URL(c.req.url);
    const isOurs =
      hostname === "localhost" || hostname === host.toLowerCase() || isIP(hostname.replace(/^\[(.*)\]$/, "$1"));
    if (!isOurs) throw new RollcallError("not_found");
    await next();
  };
}

function devEndpoint<B extends z.ZodMiniType, A extends z.ZodMiniType>(id: string, body: B, schema: A) {
  return {
    id,
    summary: "On the local server only",
    tag: "Service",
    auth: "none",
    body,
    newPassword: "password",
    answer: { status: 200, description: "Done", schema },
    problems: ["not_found", "email_taken"],
  } as const;
}
