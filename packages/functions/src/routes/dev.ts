import { isIP } from "node:net";
import {
  createAdministrator,
  emailSchema,
  newPasswordSchema,
  promoteToAdministrator,
  RollcallError,
  type VirtualClock,
} from "@rollcall/core";
import { Hono, type MiddlewareHandler } from "hono";
import * as z from "zod";
import { endpoint } from "../http/endpoint.ts";
import type { AppEnv } from "../http/env.ts";

const advanceSchema = z.strictObject({
  advance: z
    .int()
    .min(0)
    .max(10 * 365 * 86_400),
});
const administratorSchema = z.strictObject({ email: emailSchema, password: newPasswordSchema.optional() });

/** What only the local server serves, to everybody who reaches it. No other entry point imports this file. */
export function devRoutes(clock: VirtualClock) {
  return new Hono<AppEnv>()
    .use("/dev/*", addressedToThisMachine)
    .post("/dev/clock", endpoint(devEndpoint("advanceClock", advanceSchema)), (c) => {
      clock.advance(c.req.valid("json").advance);
      return c.json({ now: clock.now().toISOString() }, 200);
    })
    .post("/dev/admin", endpoint(devEndpoint("makeAdministrator", administratorSchema)), async (c) => {
      const { email, password } = c.req.valid("json");
      const promoted = await promoteToAdministrator(c.var.ctx, email);
      if (promoted) return c.json(promoted, 200);
      if (password === undefined) throw new RollcallError("not_found");
      return c.json(await createAdministrator(c.var.ctx, email, password), 201);
    });
}

/**
 * A page whose own name is made to resolve to this machine (DNS rebinding) still sends that name as the host:
 * so only numbers and localhost are served.
 */
const addressedToThisMachine: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { hostname } = new URL(c.req.url);
  if (hostname !== "localhost" && !isIP(hostname.replace(/^\[(.*)\]$/, "$1"))) throw new RollcallError("not_found");
  await next();
};

function devEndpoint<S extends z.ZodType>(id: string, body: S) {
  return {
    id,
    summary: "On the local server only",
    tag: "Service",
    auth: "none",
    body,
    answer: { status: 200, description: "Done" },
    problems: ["not_found", "weak_password", "email_taken"],
  } as const;
}
