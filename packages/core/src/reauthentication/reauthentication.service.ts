import { type Context, requireActor } from "../context.ts";
import { readAccount, requirePassword, wrongCode, wrongPassword } from "../credentials/index.ts";
import type { Filter, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import {
  type Challenge,
  isOfFactor,
  meet,
  openChallenge,
  type Proof,
  type Strength,
  strengthenedBy,
  subjectOf,
} from "../factor/index.ts";
import { nothingToStop, type Stopping, whileStopping } from "../factor-removal/index.ts";
import { type Attempt, guessAsMyself } from "../guessing/index.ts";
import { type NewEvent, type NewMail, queueOrDrop } from "../outbox/index.ts";
import { proveFactor, refuseFactor } from "../second-factor/index.ts";
import {
  type AccessToken,
  isProvedByFactor,
  missingProof,
  provedAsItWas,
  sessionIn,
  tokenSubject,
  tokensOf,
  withLiveSession,
} from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { Verification } from "./reauthentication.schema.ts";

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
 * @throws RollcallError `validation_failed`, `too_many_attempts`, `code_expired`, `code_used`; `reauthentication_required` for a password
 *   where a second factor is what counts; or `invalid_token` once the session has ended.
 */
export async function reauthenticate(ctx: Context, given: Verification): Promise<AccessToken> {
  const { challenge: token } = given;
  const challenge = token === undefined ? null : openChallenge(ctx, "verify", subjectOf(ctx), token);
  const attempt = await guessAsMyself(ctx);
  const taken = await (given.password === undefined
    ? takeFactor(ctx, attempt, given, challenge)
    : takePassword(ctx, attempt, given.password));
  await ctx.accessTokens.requireSigner();
  return raise(ctx, attempt, attempt.account, taken, given);
}

async function raise(
  ctx: Context,
  attempt: Attempt<UserDocument>,
  seen: UserDocument,
  taken: Taken,
  given: Verification,
): Promise<AccessToken> {
  const { sessionId } = requireActor(ctx);
  const user = await markProved(ctx, seen, taken);
  const entry = user && sessionIn(user, sessionId);
  if (entry) return ctx.accessTokens.issue(tokenSubject(ctx, user, sessionId, entry));
  // Either the session has ended meanwhile, or it was proved otherwise, or the password or the factors are others now, or the code was used.
  const again = await readAccount(ctx);
  const [before, now] = [seen, again].map((account) => strengthIn(account, sessionId).amr.join());
  const isOther = before !== now || again.credentialVersion !== seen.credentialVersion;
  if (isOther && (given.password === undefined || again.passwordHash === seen.passwordHash)) {
    if (given.password !== undefined) requirePasswordsWorth(ctx, again);
    return raise(ctx, attempt, again, taken, given);
  }
  if (given.password !== undefined) throw wrongPassword("password");
  await refuseFactor(attempt, given);
  throw wrongCode(fieldOf(given));
}

async function takePassword(ctx: Context, attempt: Attempt<UserDocument>, password: string): Promise<Taken> {
  await attempt.lookAt(async () => requirePasswordsWorth(ctx, attempt.account));
  await requirePassword(ctx, attempt, password);
  return { proof: { method: "password" }, change: attempt.forget, expected: {}, causes: [] };
}

/** Refuses a password, right or wrong, where a second factor is what counts. */
function requirePasswordsWorth(ctx: Context, account: UserDocument): void {
  const session = sessionIn(account, requireActor(ctx).sessionId);
  if (session && isProvedByFactor(ctx, account, session)) throw missingProof(ctx, account, session);
}

async function takeFactor(
  ctx: Context,
  attempt: Attempt<UserDocument>,
  given: Verification,
  challenge: Challenge | null,
): Promise<Taken> {
  const { account, forgetByFactor } = attempt;
  const { meeting, proved } = await attempt.lookAt(async () => ({
    meeting: challenge && meet(ctx, account, challenge),
    proved: await proveFactor(ctx, account, given, challenge),
  }));
  if (!proved) {
    await refuseFactor(attempt, given);
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
  const strength = strengthenedBy(strengthIn(seen, sessionId), proof);
  const proved: NewEvent = {
    type: "user.reauthenticated",
    data: { amr: strengthenedBy({ amr: [], acr: "1" }, proof).amr },
  };
  const asRead = {
    ...expected,
    ...withLiveSession(ctx, userId, sessionId),
    ...provedAsItWas(seen, sessionId),
    credentialVersion: seen.credentialVersion,
  };
  const marks = {
    [`${path}.authenticatedAt`]: ctx.clock.now(),
    [`${path}.amr`]: strength.amr,
    ...(strength.acr !== "1" && { [`${path}.acr`]: strength.acr }),
  };
  const write = (stopping: Stopping) =>
    compareAndSet(
      usersOf(ctx),
      { ...asRead, ...stopping.expected },
      mergeUpdates(
        { $set: marks },
        change,
        stopping.change,
        queueOrDrop(ctx, seen, proved, ...causes, ...stopping.causes),
      ),
      { projection: tokensOf(sessionId) },
    );
  return isOfFactor(proof) ? whileStopping(ctx, seen, write) : write(nothingToStop);
}

function strengthIn(account: UserDocument, sessionId: string): Strength {
  const { amr = [], acr = "1" } = sessionIn(account, sessionId) ?? {};
  return { amr, acr };
}
