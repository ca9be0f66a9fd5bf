import { type Context, requireActor } from "../context.ts";
import { readAccount, requirePassword, wrongCode, wrongPassword } from "../credentials/index.ts";
import type { Filter, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { meet, openChallenge, type Proof, strengthenedBy, subjectOf } from "../factor/index.ts";
import { type Attempt, guessAsMyself } from "../guessing/index.ts";
import { type NewEvent, type NewMail, queueOrDrop } from "../outbox/index.ts";
import { methodOf, proveFactor } from "../second-factor/index.ts";
import { type AccessToken, acrOf, sessionIn, tokenSubject, tokensOf, withLiveSession } from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { Verification } from "./reauthentication.schema.ts";
import { missingProof } from "./refusal.ts";

/** What the write that takes a proof changes, and expects. */
interface Taken {
  proof: Proof;
  change: Update;
  expected: Filter;
  causes: (NewEvent | NewMail)[];
}

/**
 * Takes another proof of who is signed in, in the middle of a session: from now on `auth_time` of its access tokens is this moment, and
 * `acr` what the session comes to by it. One operation that counts the attempt and reads the account, one conditional write.
 * @returns an access token that says so. The refresh token stays as it is.
 * @throws RollcallError `validation_failed`, `too_many_attempts`, `code_expired`, `code_used`; `reauthentication_required` for a password in a
 *   session of two factors, of which it is one; or `invalid_token` once the session has ended.
 */
export async function reauthenticate(ctx: Context, given: Verification): Promise<AccessToken> {
  const attempt = await guessAsMyself(ctx);
  const taken = await (given.password === undefined
    ? takeFactor(ctx, attempt, given)
    : takePassword(ctx, attempt, given.password));
  const { sessionId } = requireActor(ctx);
  await ctx.accessTokens.requireSigner();
  const user = await markProved(ctx, attempt.account, taken);
  const entry = user && sessionIn(user, sessionId);
  if (entry) return ctx.accessTokens.issue(tokenSubject(ctx, user, sessionId, entry));
  // Either the session has ended meanwhile, or the credentials are others now, or the code was used.
  await readAccount(ctx);
  throw given.password === undefined ? wrongCode(fieldOf(given)) : wrongPassword("password");
}

async function takePassword(ctx: Context, attempt: Attempt<UserDocument>, password: string): Promise<Taken> {
  const { account, forget } = attempt;
  const session = sessionIn(account, requireActor(ctx).sessionId);
  if (account.hasFactors && session && acrOf(session) === "2") throw missingProof(ctx, account, "2");
  await requirePassword(ctx, attempt, password);
  return { proof: { method: "password" }, change: forget, expected: {}, causes: [] };
}

async function takeFactor(ctx: Context, attempt: Attempt<UserDocument>, given: Verification): Promise<Taken> {
  const { account, forgetByFactor } = attempt;
  const { challenge: token } = given;
  const challenge = token === undefined ? null : openChallenge(ctx, "verify", subjectOf(ctx), token);
  const meeting = challenge && meet(ctx, account, challenge);
  const proved = await attempt.lookAt(() => proveFactor(ctx, account, given, challenge));
  if (!proved) {
    await attempt.failed({ type: "second_factor.refused", data: { method: methodOf(given) } });
    throw wrongCode(fieldOf(given));
  }
  return {
    proof: proved.proof,
    change: mergeUpdates(proved.change, meeting?.update, forgetByFactor),
    expected: { ...proved.expected, ...meeting?.expected },
    causes: proved.causes,
  };
}

const fieldOf = ({ code, recoveryCode }: Verification): string => {
  if (code !== undefined) return "code";
  return recoveryCode === undefined ? "passkey" : "recoveryCode";
};

/** @returns null where the session or the credentials are not what was proved any more, or what was proved was used by somebody faster */
function markProved(
  ctx: Context,
  seen: UserDocument,
  { proof, change, expected, causes }: Taken,
): Promise<UserDocument | null> {
  const { userId, sessionId } = requireActor(ctx);
  const path = `sessionDetails.${sessionId}`;
  const { amr = [], acr = "1" } = sessionIn(seen, sessionId) ?? {};
  const strength = strengthenedBy({ amr, acr }, proof);
  return compareAndSet(
    usersOf(ctx),
    { ...expected, ...withLiveSession(ctx, userId, sessionId), credentialVersion: seen.credentialVersion },
    mergeUpdates(
      {
        $set: {
          [`${path}.authenticatedAt`]: ctx.clock.now(),
          [`${path}.amr`]: strength.amr,
          ...(strength.acr !== "1" && { [`${path}.acr`]: strength.acr }),
        },
      },
      change,
      queueOrDrop(
        ctx,
        seen,
        { type: "user.reauthenticated", data: { amr: strengthenedBy({ amr: [], acr: "1" }, proof).amr } },
        ...causes,
      ),
    ),
    { projection: tokensOf(sessionId) },
  );
}
