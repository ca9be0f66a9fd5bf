import type { Context } from "../context.ts";
import type { SessionEntry, UserDocument } from "../user/index.ts";
import { encodeRefreshToken } from "./refresh-token.ts";
import type { Tokens } from "./session.schema.ts";

/**
 * The one function that hands out tokens: every way to sign in, and every refresh, ends here, after the
 * session has been stored.
 * @param entry the session as it is stored; its step is the one the refresh token is for.
 */
export async function issueTokens(
  ctx: Context,
  user: Pick<UserDocument, "_id" | "roles">,
  sessionId: string,
  entry: SessionEntry,
): Promise<Tokens> {
  const { accessToken, expiresIn } = await ctx.accessTokens.issue({
    userId: user._id,
    sessionId,
    roles: user.roles,
    authenticatedAt: entry.createdAt,
    amr: entry.amr,
  });
  ctx.identified(user._id, sessionId);
  const refreshToken = encodeRefreshToken(ctx.secrets, { userId: user._id, sessionId, step: entry.step });
  return { accessToken, refreshToken, tokenType: "Bearer", expiresIn };
}
