import { type Context, requireActor } from "../context.ts";
import { readAccount, requirePassword, wrongPassword } from "../credentials/index.ts";
import type { Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { guessAsMyself } from "../guessing/index.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { type AccessToken, sessionIn, tokenSubject, tokensOf, withLiveSession } from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { Proof } from "./reauthentication.schema.ts";

/**
 * Takes another proof of who is signed in, in the middle of a session: from now on `auth_time` of its access tokens is this moment.
 * One operation that counts the attempt and reads the account, one conditional write.
 * @returns an access token that says so. The refresh token stays as it is.
 * @throws RollcallError `validation_failed`, `too_many_attempts`, or `invalid_token` once the session has ended.
 */
export async function reauthenticate(ctx: Context, { password }: Proof): Promise<AccessToken> {
  const attempt = await guessAsMyself(ctx);
  await requirePassword(ctx, attempt, password);
  const { sessionId } = requireActor(ctx);
  await ctx.accessTokens.requireSigner();
  const user = await markProved(ctx, attempt.account, attempt.forget, "pwd");
  const entry = user && sessionIn(user, sessionId);
  if (entry) return ctx.accessTokens.issue(tokenSubject(user, sessionId, entry));
  // Either the session has ended meanwhile, or there is another password now.
  await readAccount(ctx);
  throw wrongPassword("password");
}

/** @param method of the proof (RFC 8176). @returns null where the session or the credentials are not what was proved any more. */
function markProved(ctx: Context, seen: UserDocument, change: Update, method: string): Promise<UserDocument | null> {
  const { userId, sessionId } = requireActor(ctx);
  const path = `sessionDetails.${sessionId}`;
  const amr = [...new Set([...(sessionIn(seen, sessionId)?.amr ?? []), method])];
  return compareAndSet(
    usersOf(ctx),
    { ...withLiveSession(ctx, userId, sessionId), credentialVersion: seen.credentialVersion },
    mergeUpdates(
      { $set: { [`${path}.authenticatedAt`]: ctx.clock.now(), [`${path}.amr`]: amr } },
      change,
      queueOrDrop(ctx, seen, { type: "user.reauthenticated", data: { amr: [method] } }),
    ),
    { projection: tokensOf(sessionId) },
  );
}
