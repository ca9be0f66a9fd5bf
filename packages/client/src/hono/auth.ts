import type { Context, MiddlewareHandler } from "hono";
import {
  type AccessTokenClaims,
  bearerToken,
  type Clock,
  createVerifier,
  KeysUnavailableError,
  type VerifierOptions,
} from "../verifier/index.ts";
import { refusal } from "./refusal.ts";

/** Whose token a request has brought. All of it is as it was when the token was issued, some minutes ago at most. */
export interface AuthenticatedUser {
  /** The account, `user_…`: it never changes and is never used again. */
  id: string;
  /** The session in which the token was asked for, `sess_…`. */
  sessionId: string;
  /** The account's roles in Rollcall: `admin`, or none. */
  roles: readonly string[];
  /** How strong the authentication was: `1` is one factor, `2` are two. */
  acr: string;
  /** How they proved it, in the words of RFC 8176: `pwd` is a password, `otp` a code, `hwk` a passkey. */
  amr: readonly string[];
  /** When the account's owner last proved who they are. */
  authenticatedAt: Date;
}

/** What a handler finds behind `auth`, for apps and handlers that are typed apart: `new Hono<AuthEnv>()`. */
export interface AuthEnv {
  Variables: { user: AuthenticatedUser };
}

/** What the other middleware needs beside the user. */
export interface Authority {
  issuer: string;
  clock: Clock;
}

type Env = { Variables: AuthEnv["Variables"] & { authority?: Authority } };

/**
 * Lets requests pass that bring a good access token for this service, and refuses all others with a problem like Rollcall's:
 * 401 `missing_token` or `invalid_token`, and 503 `unavailable` while the keys cannot be had. Behind it `c.var.user` is
 * whose token it is. Refusals are thrown (HTTPException), as Hono's own middleware does.
 * @throws TypeError for options that would refuse every token
 */
export function auth(options: VerifierOptions): MiddlewareHandler<AuthEnv> {
  const verify = createVerifier(options);
  const { issuer, clock = { now: () => new Date() } } = options;
  return async (c: Context<Env>, next) => {
    const token = bearerToken(c.req.header("authorization"));
    if (!token) throw refusal(c, issuer, { code: "missing_token" });
    const claims = await verify(token).catch((cause: unknown) => {
      if (!(cause instanceof KeysUnavailableError)) throw cause;
      const detail = "The keys that access tokens are verified with cannot be had.";
      throw refusal(c, issuer, { code: "unavailable", detail, retryAfter: cause.retryAfter, cause });
    });
    if (!claims) throw refusal(c, issuer, { code: "invalid_token" });
    c.set("user", userOf(claims));
    c.set("authority", { issuer, clock });
    await next();
  };
}

/** The user and whose word that is. @throws Error where `auth` has not been before */
export function authenticated(c: Context<Env>): Authority & { user: AuthenticatedUser } {
  const { user, authority } = c.var;
  if (!authority) throw new Error("requireRole, requireFresh and requireAcr need auth() before them");
  return { user, ...authority };
}

function userOf({ sub, sid, roles, acr, amr, auth_time }: AccessTokenClaims): AuthenticatedUser {
  return { id: sub, sessionId: sid, roles, acr, amr, authenticatedAt: new Date(auth_time * 1000) };
}
