import { type Actor, type Context, requireActor } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type NewEvent, queueOrDrop } from "../outbox/index.ts";
import { withLiveSession } from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import { type AttemptLimits, compactAttempts, countAttempt, forgetAttempts, waitAfter } from "./attempts.ts";
import { placeOf } from "./digests.ts";
import { countNetwork, countStranger, type Throttled } from "./throttle.store.ts";

/** An attempt to prove to be somebody, which was counted and may be looked at. */
export interface Attempt<A = UserDocument | null> {
  /** As it was read when the attempt was counted; null where the address is nobody's. */
  account: A;
  /** What the write of a success adds: the attempts so far are forgotten. */
  forget: Update;
  /** Writes down that it has failed. */
  failed(event: NewEvent): Promise<void>;
}

/**
 * Counts an attempt on the account of an address before anything is done for it. Every proof without a session comes this way:
 * all that an attacker may try is one budget, whatever is guessed at, and however many processes are asked at once. Two operations
 * side by side, and one more for an address that nobody has, or that is closed for now.
 * @throws RollcallError `too_many_attempts`
 */
export async function guess(ctx: Context, email: string): Promise<Attempt> {
  const now = ctx.clock.now();
  const [account, network] = await Promise.all([
    usersOf(ctx).findOneAndUpdate({ email }, countAttempt(now)),
    countNetwork(ctx, "guess", email),
  ]);
  refuse(ctx, network);
  const limits = limitsOf(ctx);
  const wait = account && waitFor(ctx, account, network.slot, now);
  // What is counted for strangers is written for closed accounts as well, so that both take the same time.
  if (!account || wait !== null) {
    const strangersWait = await countStranger(ctx, email, limits);
    const seconds = account ? wait : strangersWait;
    if (seconds !== null) throw tooMany(seconds);
  }
  return attemptOn(ctx, account, now, limits);
}

/**
 * The same for whoever is signed in and proves it once more: the account's budget, or, as its owner has been there before, that of
 * the place. Two operations side by side.
 * @throws RollcallError `too_many_attempts`, `invalid_token` once the session has ended.
 */
export async function guessAsMyself(ctx: Context): Promise<Attempt<UserDocument>> {
  const { userId, sessionId }: Actor = requireActor(ctx);
  const now = ctx.clock.now();
  const live: Filter = withLiveSession(ctx, userId, sessionId);
  const [account, network] = await Promise.all([
    usersOf(ctx).findOneAndUpdate(live, countAttempt(now)),
    countNetwork(ctx, "guess", userId),
  ]);
  if (!account) throw new RollcallError("invalid_token");
  refuse(ctx, network);
  const wait = waitFor(ctx, account, network.slot, now);
  if (wait !== null) throw tooMany(wait);
  return attemptOn(ctx, account, now, limitsOf(ctx));
}

/** Counts a request that costs a mail or an account. One write. @throws RollcallError `too_many_attempts` */
export async function throttle(ctx: Context, what: Exclude<Throttled, "guess">, email: string): Promise<void> {
  refuse(ctx, await countNetwork(ctx, what, email));
}

function attemptOn<A extends UserDocument | null>(
  ctx: Context,
  account: A,
  now: Date,
  limits: AttemptLimits,
): Attempt<A> {
  return {
    account,
    forget: forgetAttempts,
    async failed(event) {
      if (!account) return;
      const change = mergeUpdates(compactAttempts(account, now, limits), queueOrDrop(ctx, account, event));
      if (Object.keys(change).length > 0) await usersOf(ctx).updateOne({ _id: account._id }, change);
    },
  };
}

/** A place that the owner has signed in from has a budget of its own, so that nobody elsewhere can shut the owner out. */
function waitFor(ctx: Context, account: UserDocument, slot: number, now: Date): number | null {
  const wait = waitAfter(account, now, limitsOf(ctx));
  if (wait === null) return null;
  const { network } = placeOf(ctx.secrets, account._id, ctx.ip, ctx.userAgent);
  const isKnown = account.places?.[network] !== undefined;
  return isKnown && slot <= limitsOf(ctx).free ? null : wait;
}

function limitsOf({ settings }: Context): AttemptLimits {
  return { free: settings.limits.guess.perAccount, longestWait: settings.limits.guess.longestWait };
}

function refuse(ctx: Context, { wait, isFirstRefused }: { wait: number | null; isFirstRefused: boolean }): void {
  if (wait === null) return;
  if (isFirstRefused) ctx.notice({ type: "network.throttled" });
  throw tooMany(wait);
}

const tooMany = (retryAfter: number) => new RollcallError("too_many_attempts", { retryAfter });
