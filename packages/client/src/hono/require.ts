import type { MiddlewareHandler } from "hono";
import { type Demand, reauthenticationFor } from "../verifier/index.ts";
import { type AuthEnv, authenticated } from "./auth.ts";
import { refusal } from "./refusal.ts";

/** Behind `auth`: lets pass who has this role; all others get 403 `forbidden`. */
export function requireRole(role: "admin" | (string & {})): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const { user, issuer } = authenticated(c);
    if (!user.roles.includes(role)) throw refusal(c, issuer, { code: "forbidden" });
    await next();
  };
}

/**
 * Behind `auth`, before what is dangerous: lets pass whose owner has proved who they are within so many seconds; all others
 * get 401 `reauthentication_required` with `maxAge`, `acr` and `methods` (RFC 9470), and are let in with a token that was asked for
 * after another proof (POST /me/verify) or a new sign-in.
 */
export function requireFresh(seconds: number): MiddlewareHandler<AuthEnv> {
  return requireProof({ maxAge: ageOf("requireFresh", seconds) });
}

/**
 * Behind `auth`: lets pass whose owner has proved who they are by two factors (`2`), where `maxAge` is given within so many seconds. All
 * others get 401 `reauthentication_required`, as of {@link requireFresh}, and never for less than is asked here.
 */
export function requireAcr(acr: "2", { maxAge }: { maxAge?: number } = {}): MiddlewareHandler<AuthEnv> {
  if (acr !== "2") throw new TypeError('requireAcr: expected "2"');
  return requireProof({ acr, ...(maxAge !== undefined && { maxAge: ageOf("requireAcr", maxAge) }) });
}

function ageOf(name: string, seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw new TypeError(`${name}: expected a whole number of seconds`);
}

function requireProof(demand: Demand): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const { user, issuer, clock } = authenticated(c);
    const claims = { auth_time: user.authenticatedAt.getTime() / 1000, amr: user.amr, acr: user.acr };
    const reauthentication = reauthenticationFor(claims, demand, clock.now());
    if (reauthentication) throw refusal(c, issuer, { code: "reauthentication_required", reauthentication });
    await next();
  };
}
