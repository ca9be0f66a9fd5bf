import type { Context } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type UserDocument, usersOf, withLiveSession } from "../user/index.ts";
import { issueTokens } from "./issue-tokens.ts";
import { decodeRefreshToken, type RefreshTokenClaims } from "./refresh-token.ts";
import type { Tokens } from "./session.schema.ts";

/** Seconds in which the previous token still answers with the current one, because the answer may have been lost. */
export const refreshGrace = 10;

/**
 * Takes a session one step further and answers with the tokens of that step. One conditional write; of
 * any number of refreshes with one token one takes the step, and the others get the refresh token that it got:
 * there is never more than one live refresh token. A token that is older than that ends its session
 * (RFC 9700 section 4.14.2).
 * @throws RollcallError `invalid_refresh_token`
 */
export async function refresh(ctx: Context, refreshToken: string): Promise<Tokens> {
  const claims = decodeRefreshToken(ctx.secrets, refreshToken);
  if (!claims) throw new RollcallError("invalid_refresh_token");
  await ctx.accessTokens.requireSigner();
  const user = (await takeStep(ctx, claims)) ?? (await replayWithinGrace(ctx, claims));
  const entry = user.sessions[claims.sessionId];
  if (!entry) throw new RollcallError("invalid_refresh_token");
  return issueTokens(ctx, user, claims.sessionId, entry);
}

function takeStep(ctx: Context, { userId, sessionId, step }: RefreshTokenClaims): Promise<UserDocument | null> {
  const path = `sessions.${sessionId}`;
  return compareAndSet(
    usersOf(ctx),
    { ...withLiveSession(ctx, userId, sessionId), [`${path}.step`]: step },
    { $inc: { [`${path}.step`]: 1 }, $set: { [`${path}.lastUsedAt`]: ctx.clock.now() } },
    { projection: { passwordHash: 0 } },
  );
}

/** The account whose step the token's holder has just taken, or a refusal: off the hot path, so it may read. */
async function replayWithinGrace(ctx: Context, { userId, sessionId, step }: RefreshTokenClaims): Promise<UserDocument> {
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection: { passwordHash: 0 } });
  const entry = user?.sessions[sessionId];
  if (!user || !entry || entry.step <= step) throw new RollcallError("invalid_refresh_token");
  const isPrevious = entry.step === step + 1;
  if (isPrevious && ctx.clock.now() < addSeconds(entry.lastUsedAt, refreshGrace)) return user;
  // A refresh that has been given up may have been repeated meanwhile, and come second only for that.
  if (ctx.isLate()) throw new RollcallError("unavailable", { retryAfter: 2 });
  const path = `sessions.${sessionId}`;
  const ended = await usersOf(ctx).updateOne({ _id: userId, [path]: { $exists: true } }, { $unset: { [path]: true } });
  if (ended) ctx.notice({ type: "refresh_token.reused", userId, sessionId });
  throw new RollcallError("invalid_refresh_token");
}
