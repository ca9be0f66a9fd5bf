import type { Context } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { addSeconds, isWithin } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import { issueTokens } from "./issue-tokens.ts";
import { mayGoOn, withMayGoOn, withoutFactor } from "./policy.ts";
import { digestAttempt, isSameAttempt } from "./refresh-attempt.ts";
import { decodeRefreshToken, type RefreshTokenClaims } from "./refresh-token.ts";
import type { RefreshInput, Tokens } from "./session.schema.ts";
import { dropSession, type Ending } from "./session.service.ts";
import { acrOf, type SessionState, sessionIn, withLiveSession } from "./session.slice.ts";
import { tokensOf } from "./session.store.ts";

/** Seconds in which the previous token still answers with the current one, because the answer may have been lost. */
export const refreshGrace = 30;

/** A refresh token, the client's name for what it tries with it, and who else may have it. */
export interface Refresh extends RefreshInput {
  /**
   * Whether pages and servers hold it that do not know of each other, as they do a cookie. What they ask for together is one
   * step: the next one is taken when the last is longer ago than an answer, or a request, may be under way.
   */
  isShared?: boolean;
}

interface Presented extends RefreshTokenClaims, Pick<Refresh, "attempt" | "isShared"> {}

/**
 * Takes a session one step further and answers with the tokens of that step. One conditional write; of
 * any number of refreshes with one token one takes the step, and the others get the refresh token that it got:
 * there is never more than one live refresh token. So does, however late, who names the `attempt` that took the
 * step. Any other token that is older than that ends its session (RFC 9700 section 4.14.2), and so does any token of a
 * session that may not go on, which takes no step.
 * @throws RollcallError `invalid_refresh_token`
 */
export async function refresh(ctx: Context, { refreshToken, ...rest }: Refresh): Promise<Tokens> {
  const claims = decodeRefreshToken(ctx.secrets, refreshToken);
  if (!claims) throw new RollcallError("invalid_refresh_token");
  await ctx.accessTokens.requireSigner();
  const presented = { ...claims, ...rest };
  const user = (await takeStep(ctx, presented)) ?? (await repeatStep(ctx, presented));
  const entry = sessionIn(user, claims.sessionId);
  if (!entry) throw new RollcallError("invalid_refresh_token");
  return issueTokens(ctx, user, claims.sessionId, entry);
}

function takeStep(ctx: Context, presented: Presented): Promise<UserDocument | null> {
  const { userId, sessionId, step, attempt, isShared } = presented;
  const path = `sessions.${sessionId}`;
  const usedAt = `${path}.lastUsedAt`;
  const now = ctx.clock.now();
  const live = withLiveSession(ctx, userId, sessionId);
  const rested = isShared && { $lte: addSeconds(now, -refreshGrace) };
  const digest = attempt === undefined ? null : digestAttempt(ctx.secrets, presented, attempt);
  return compareAndSet(
    usersOf(ctx),
    {
      ...live,
      ...withMayGoOn(ctx.settings, sessionId),
      [`${path}.step`]: step,
      [usedAt]: { ...Object(live[usedAt]), ...rested },
    },
    { $inc: { [`${path}.step`]: 1 }, $set: { [usedAt]: now, [`${path}.attempt`]: digest } },
    { projection: tokensOf(sessionId) },
  );
}

/**
 * The account whose step the token's holder has taken before, or a refusal: off the hot path, so it may read. A repetition
 * changes nothing, so that it gives neither the token nor the session more time.
 */
async function repeatStep(ctx: Context, presented: Presented): Promise<UserDocument> {
  const { userId, sessionId, step } = presented;
  const options = { projection: tokensOf(sessionId) };
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), options);
  const entry = user && sessionIn(user, sessionId);
  if (!user || !entry || entry.step < step) throw new RollcallError("invalid_refresh_token");
  // Of the live token the step before is too young, or its session may not go on.
  const isGood = entry.step === step || (entry.step === step + 1 && mayRepeat(ctx, presented, entry));
  if (!isGood) return endReused(ctx, presented);
  return mayGoOn(ctx.settings, user, acrOf(entry)) ? user : endWeak(ctx, presented);
}

async function endReused(ctx: Context, { userId, sessionId }: Presented): Promise<never> {
  // A refresh that has been given up may have been repeated meanwhile, and come second only for that.
  ctx.signal.throwIfAborted();
  const ending: Ending = { by: "reuse", actor: { type: "system", id: null } };
  const change = dropSession(ctx, sessionId, ending, { type: "refresh_token.reused", sessionId });
  const ended = await usersOf(ctx).updateOne({ _id: userId, [`sessions.${sessionId}`]: { $exists: true } }, change);
  if (ended) ctx.notice({ type: "refresh_token.reused", userId, sessionId });
  throw new RollcallError("invalid_refresh_token");
}

/** Ends a session that may not go on, unless its owner has proved a factor in it since it was read. */
async function endWeak(ctx: Context, presented: Presented): Promise<UserDocument> {
  const { userId, sessionId } = presented;
  const weak = { _id: userId, [`sessions.${sessionId}`]: { $exists: true }, ...withoutFactor(sessionId) };
  const change = dropSession(ctx, sessionId, { by: "policy", actor: { type: "system", id: null } });
  if (!(await usersOf(ctx).updateOne(weak, change))) return repeatStep(ctx, presented);
  throw new RollcallError("invalid_refresh_token");
}

/** Whether the step that followed the presented token may be answered once more. */
function mayRepeat({ clock, secrets }: Context, presented: Presented, entry: SessionState): boolean {
  if (isWithin(refreshGrace, entry.lastUsedAt, clock.now())) return true;
  const { attempt } = presented;
  return attempt !== undefined && !!entry.attempt && isSameAttempt(secrets, presented, attempt, entry.attempt);
}
