import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { isOfFactor, type Proof, sealHalfSignIn, strengthOf } from "../factor/index.ts";
import type { Stopping } from "../factor-removal/index.ts";
import { guess, rememberPlace } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type NewEvent, type NewMail, queueOrDrop } from "../outbox/index.ts";
import {
  admit,
  dropSurplusSessions,
  isMissing,
  issueTokens,
  type Missing,
  newSession,
  storeOnlySession,
  storeSession,
  withoutAnySession,
} from "../session/index.ts";
import { forSignIn, profileOnly, toUser, type UserDocument, usersOf } from "../user/index.ts";
import { noticeOf } from "./new-sign-in.ts";
import type { Credentials, SignedIn } from "./sign-in.schema.ts";

/**
 * Signs in with a password: one operation that counts the attempt and reads the account, one conditional write. An unknown
 * address, a disabled account and a wrong password cost as much and get one answer.
 * @throws RollcallError `invalid_credentials`, `second_factor_required`, `too_many_attempts`
 */
export async function signIn(ctx: Context, { email, password }: Credentials): Promise<SignedIn> {
  ctx.passwords.requireRoom(ctx, email);
  // A process that has just started reads its keys meanwhile.
  const [attempt] = await Promise.all([guess(ctx, email), ctx.accessTokens.requireSigner()]);
  const candidate = attempt.account?.status === "active" ? attempt.account : null;
  const stored = candidate?.passwordHash ?? null;
  const matches = await attempt.lookAt(() => ctx.passwords.verify(ctx, email, stored, password));
  if (!candidate || !matches) {
    await attempt.failed({ type: "sign_in.failed", data: { method: "pwd" } });
    throw new RollcallError("invalid_credentials");
  }
  const rehash = await rehashed(ctx, candidate, password);
  return beginSession(ctx, candidate, {
    proofs: [{ method: "password" }],
    change: mergeUpdates(attempt.forget, rehash),
  });
}

/** What somebody has proved who signs in. */
export interface SignInProof {
  proofs: readonly Proof[];
  /** What else the proofs change, such as using a code up. */
  change?: Update;
  /** What the change depends on. */
  expected?: Filter;
  /** Whether all other sessions end. */
  isAlone?: boolean;
  /** What the owner and the audit trail are told beside the sign-in itself. */
  causes?: readonly (NewEvent | NewMail)[];
}

/** What is shown of the account, what its tokens say, and how many sessions have begun by now. */
const asSignedIn = { ...profileOnly, hasFactors: 1, sessionsBegun: 1 } as const;

/**
 * The one way into an account, once somebody has proved who they are: begins a session in one conditional write, and with it all
 * that follows from the proof, or says what is missing. The write loses when the credentials or the address changed, or the account was
 * disabled, meanwhile; where other factors came or went, they are what counts. One more read, and one more write, only when so many
 * signed in at once that together they went beyond the cap.
 * @throws RollcallError `invalid_credentials`, `second_factor_required`
 */
export async function beginSession(ctx: Context, seen: UserDocument, proof: SignInProof): Promise<SignedIn> {
  await ctx.accessTokens.requireSigner();
  const admission = admit(ctx.settings, seen, proof.proofs);
  if (isMissing(admission)) return askForMore(ctx, seen, proof, admission);
  const session = newSession(ctx, admission);
  const place = rememberPlace(ctx, seen);
  const notice = noticeOf(ctx, seen, session, place.isNew);
  const stored = proof.isAlone ? storeOnlySession(session) : storeSession(ctx, seen, session);
  const started: NewEvent = {
    type: "session.started",
    actor: { type: "user", id: seen._id },
    sessionId: session.id,
    data: { amr: admission.amr, isNewPlace: place.isNew },
  };
  const write = (stopping?: Stopping) =>
    compareAndSet(
      usersOf(ctx),
      { ...asSeen(seen, proof), ...stopping?.expected },
      mergeUpdates(
        stored.update,
        { $set: { lastLoginAt: session.entry.createdAt } },
        place.update,
        proof.change,
        notice?.update,
        stopping?.change,
        queueOrDrop(
          ctx,
          seen,
          started,
          ...(proof.causes ?? []),
          ...(notice ? [notice.mail] : []),
          ...(stopping?.causes ?? []),
        ),
      ),
      { projection: asSignedIn },
    );
  const isKept = seen.factorRemoval && proof.proofs.some(isOfFactor);
  const user = await (isKept ? keepingFactors(ctx, seen, write) : write());
  if (!user) return beginAnew(ctx, seen, proof);
  const { sessionsBegun: before = 0 } = seen;
  const { sessionsBegun: after = 0 } = user;
  if (stored.left + after - before > ctx.settings.sessionsPerAccount) await dropSurplusSessions(ctx, user._id);
  return { user: toUser(user), tokens: await issueTokens(ctx, user, session.id, session.entry) };
}

/** A write with which a removal of the factors stops. It is rare, and loaded where there is one. */
async function keepingFactors<R>(
  ctx: Context,
  seen: UserDocument,
  write: (stopping: Stopping) => Promise<R | null>,
): Promise<R | null> {
  const { whileStopping } = await import("../factor-removal/index.ts");
  return whileStopping(ctx, seen, write);
}

/** The account of a proof, as long as it is what it was when the proof was taken. */
function asSeen({ _id, email, credentialVersion }: UserDocument, { expected }: SignInProof) {
  return { ...expected, _id, email, status: "active", credentialVersion };
}

/**
 * The first proof is taken, and used up where it is good once only, in one conditional write. The attempts on the account are not
 * forgotten: whoever knows its password would have as many guesses at the second factor as they like.
 */
async function askForMore(
  ctx: Context,
  seen: UserDocument,
  proof: SignInProof,
  { methods }: Missing,
): Promise<SignedIn> {
  const { proofs } = proof;
  const asked: NewEvent = {
    type: "second_factor.asked",
    actor: { type: "user", id: seen._id },
    data: { amr: strengthOf(proofs).amr },
  };
  const change = mergeUpdates(
    // A write also where nothing is changed, so that it is known whether the account is as it was.
    { $inc: { credentialVersion: 0 } },
    proof.isAlone && withoutAnySession,
    proof.change,
    queueOrDrop(ctx, seen, asked),
  );
  const user = await compareAndSet(usersOf(ctx), asSeen(seen, proof), change, { projection: { credentialVersion: 1 } });
  if (!user) return beginAnew(ctx, seen, proof);
  const { _id: userId, email } = seen;
  const half = { userId, email, credentialVersion: user.credentialVersion, proofs: [...proofs] };
  throw new RollcallError("second_factor_required", { members: { ...sealHalfSignIn(ctx, half), methods } });
}

/**
 * Lost against another change of the account. Where that was none of what was proved, as when a factor was added meanwhile, it goes on
 * with the account as it is now. One read.
 */
async function beginAnew(ctx: Context, seen: UserDocument, proof: SignInProof): Promise<SignedIn> {
  const { _id, email, passwordHash, credentialVersion } = seen;
  const proved = { _id, email, passwordHash, status: "active", ...proof.expected };
  const again = await usersOf(ctx).findOne(proved, { projection: forSignIn });
  if (!again || again.credentialVersion === credentialVersion) throw new RollcallError("invalid_credentials");
  return beginSession(ctx, again, proof);
}

/** A hash that was made at a lower cost than today's is made anew, or by a later sign-in where there is too much to do for that. */
async function rehashed(ctx: Context, { email, passwordHash }: UserDocument, password: string): Promise<Update> {
  if (passwordHash === null || !ctx.passwords.isOutdated(passwordHash)) return {};
  try {
    return { $set: { passwordHash: await ctx.passwords.hash(ctx, email, password) } };
  } catch (error) {
    if (error instanceof RollcallError && error.code === "unavailable") return {};
    throw error;
  }
}
