import type { MiddlewareHandler } from "hono";
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
 * get 401 `reauthentication_required` with `maxAge` (RFC 9470), and are let in with a token of a new sign-in.
 */
export function requireFresh(seconds: number): MiddlewareHandler<AuthEnv> {
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new TypeError("requireFresh: expected a whole number of seconds");
  return async (c, next) => {
    const { user, issuer, clock } = authenticated(c);
    const age = (clock.now().getTime() - user.authenticatedAt.getTime()) / 1000;
    if (age > seconds) throw refusal(c, issuer, { code: "reauthentication_required", maxAge: seconds });
    await next();
  };
}
