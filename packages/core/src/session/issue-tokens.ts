import type { Context } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import type { TokenSubject } from "../token/index.ts";
import type { UserDocument } from "../user/index.ts";
import { countingRoles, mayGoOn } from "./policy.ts";
import { encodeRefreshToken } from "./refresh-token.ts";
import type { Tokens } from "./session.schema.ts";
import { acrOf, type SessionEntry } from "./session.slice.ts";

/** Whose token it is. */
type Bearer = Pick<UserDocument, "_id" | "roles" | "hasFactors">;

/**
 * The one function that hands out tokens: every way to sign in, and every refresh, ends here, after the
 * session has been stored.
 * @param entry the session as it is stored; its step is the one the refresh token is for.
 */
export async function issueTokens(ctx: Context, user: Bearer, sessionId: string, entry: SessionEntry): Promise<Tokens> {
  const access = await ctx.accessTokens.issue(tokenSubject(ctx, user, sessionId, entry));
  ctx.identified(user._id, sessionId);
  const refreshToken = encodeRefreshToken(ctx.secrets, { userId: user._id, sessionId, step: entry.step });
  return { ...access, refreshToken };
}

/**
 * What every access token of a session says, whichever service it is for.
 * @throws RollcallError `invalid_token` where the account has a second factor, and nobody has shown it in the session
 */
export function tokenSubject(
  { settings }: Pick<Context, "settings">,
  user: Bearer,
  sessionId: string,
  entry: SessionEntry,
): TokenSubject {
  const { createdAt, authenticatedAt = createdAt, amr } = entry;
  const acr = acrOf(entry);
  if (!mayGoOn(settings, user, acr)) throw new RollcallError("invalid_token");
  return { userId: user._id, sessionId, roles: countingRoles(settings, user, acr), authenticatedAt, amr, acr };
}
