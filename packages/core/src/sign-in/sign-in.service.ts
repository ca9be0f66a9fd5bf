import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { guess, rememberPlace } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { dropSurplusSessions, issueTokens, newSession, storeOnlySession, storeSession } from "../session/index.ts";
import { profileOnly, toUser, type UserDocument, usersOf } from "../user/index.ts";
import { noticeOf } from "./new-sign-in.ts";
import type { Credentials, SignedIn } from "./sign-in.schema.ts";

/**
 * Signs in with a password: one operation that counts the attempt and reads the account, one conditional write. An unknown
 * address, a disabled account and a wrong password cost as much and get one answer.
 * @throws RollcallError `invalid_credentials`, `too_many_attempts`
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
  return beginSession(ctx, candidate, { amr: ["pwd"], change: mergeUpdates(attempt.forget, rehash) });
}

/** What somebody has proved who signs in. */
export interface SignInProof {
  /** How it was proved (RFC 8176). */
  amr: string[];
  /** What else the proof changes, such as using it up. */
  change?: Update;
  /** What the change depends on. */
  expected?: Filter;
  /** Whether all other sessions end. */
  isAlone?: boolean;
}

/** What is shown of the account, and how many sessions have begun by now. */
const asSignedIn = { ...profileOnly, sessionsBegun: 1 } as const;

/**
 * The one way into an account, once its owner has proved who they are: begins a session in one conditional write, and with it all
 * that follows from the proof. The write loses when the credentials or the address changed, or the account was disabled, meanwhile. One more
 * read, and one more write, only when so many signed in at once that together they went beyond the cap.
 * @throws RollcallError `invalid_credentials`
 */
export async function beginSession(
  ctx: Context,
  seen: UserDocument,
  { amr, change, expected, isAlone = false }: SignInProof,
): Promise<SignedIn> {
  await ctx.accessTokens.requireSigner();
  const session = newSession(ctx, amr);
  const place = rememberPlace(ctx, seen);
  const notice = noticeOf(ctx, seen, session, place.isNew);
  const stored = isAlone ? storeOnlySession(session) : storeSession(ctx, seen, session);
  const user = await compareAndSet(
    usersOf(ctx),
    { ...expected, _id: seen._id, email: seen.email, status: "active", credentialVersion: seen.credentialVersion },
    mergeUpdates(
      stored.update,
      { $set: { lastLoginAt: session.entry.createdAt } },
      place.update,
      change,
      notice?.update,
      queueOrDrop(
        ctx,
        seen,
        {
          type: "session.started",
          actor: { type: "user", id: seen._id },
          sessionId: session.id,
          data: { amr, isNewPlace: place.isNew },
        },
        ...(notice ? [notice.mail] : []),
      ),
    ),
    { projection: asSignedIn },
  );
  if (!user) throw new RollcallError("invalid_credentials");
  const { sessionsBegun: before = 0 } = seen;
  const { sessionsBegun: after = 0 } = user;
  if (stored.left + after - before > ctx.settings.sessionsPerAccount) await dropSurplusSessions(ctx, user._id);
  return { user: toUser(user), tokens: await issueTokens(ctx, user, session.id, session.entry) };
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
