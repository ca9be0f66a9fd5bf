import { randomInt } from "node:crypto";
import { type Actor, type Context, requireActor } from "../context.ts";
import type { Filter, Projection, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type NewEvent, type NewMail, queueOrDrop } from "../outbox/index.ts";
import { wantsFactor, withLiveSession } from "../session/index.ts";
import { forSignIn, type UserDocument, usersOf, withoutSearchKeys } from "../user/index.ts";
import {
  type AttemptLimits,
  compactAttempts,
  countAttempt,
  forgetAttempts,
  judge,
  uncountAttempt,
  type Verdict,
} from "./attempts.ts";
import { idOfSession, idOfStranger } from "./digests.ts";
import { isKnownPlace } from "./places.ts";
import {
  countApart,
  countNetwork,
  knownWait,
  type NetworkCount,
  type Throttled,
  uncountApart,
} from "./throttle.store.ts";

/** An attempt to prove to be somebody, which was counted and may be looked at. */
export interface Attempt<A = UserDocument | null> {
  /** As it was read when the attempt was counted; null where the address is nobody's. */
  account: A;
  /**
   * What the write of a success adds: the attempts so far are forgotten. Not those on an account that is closed and whose owner has
   * come in by a budget of their own: whoever attacks it gets nothing from that, and does not learn of it.
   */
  forget: Update;
  /** The same by a second factor: where an account is asked for one, a first proof alone forgets nothing, or it would give guesses at the second. */
  forgetByFactor: Update;
  /** Looks at it. Where `look` refuses to, as there is too much to do, or something else is asked for, it is taken back: nobody is shut out for what was not looked at. */
  lookAt<T>(look: () => Promise<T>): Promise<T>;
  /** Writes down that it has failed. @param counted what else that adds to the account's counts */
  failed(event: NewEvent, counted?: Update): Promise<void>;
}

/**
 * Counts an attempt on the account of an address before anything is done for it. Every proof without a session comes this way:
 * all that an attacker may try is one budget, whatever is guessed at, and however many processes are asked at once. Two operations
 * side by side, and one more for what is refused, or for an address that nobody has.
 * @throws RollcallError `too_many_attempts`
 */
export async function guess(ctx: Context, email: string): Promise<Attempt> {
  requireRoom(ctx, "guess");
  const now = ctx.clock.now();
  const [account, network] = await Promise.all([
    countOn(ctx, { email }, now, forSignIn),
    countNetwork(ctx, "guess", email),
  ]);
  if (network.wait !== null) {
    await uncount(ctx, email, account, now);
    throw tooMany(network.wait);
  }
  const verdict = account && judge(account, now, limitsOf(ctx));
  const wait = account && verdict ? waitFor(ctx, account, verdict, network) : null;
  // What is counted for strangers is written for closed accounts as well, so that both take the same time.
  if (!account || wait !== null) {
    const strangersWait = await countApart(ctx, idOfStranger(ctx.secrets, email), limitsOf(ctx));
    const seconds = account ? wait : strangersWait;
    if (seconds !== null) throw tooMany(seconds);
  }
  const takeBack = async () => {
    // A stranger has one operation more behind it: both take as long.
    if (account) await uncount(ctx, email, account, now);
    await uncountApart(ctx, idOfStranger(ctx.secrets, email), now);
  };
  return attemptOn(ctx, account, verdict, takeBack, noticeOfRefusals(ctx, account));
}

/**
 * The same for whoever is signed in and proves it once more: the account's budget, or, while that is used up, one of the session's
 * own, so that nobody outside can keep its owner from anything. Two operations side by side.
 * @throws RollcallError `too_many_attempts`, `invalid_token` once the session has ended.
 */
export async function guessAsMyself(ctx: Context): Promise<Attempt<UserDocument>> {
  const { userId, sessionId }: Actor = requireActor(ctx);
  const now = ctx.clock.now();
  const [account, sessionsWait] = await Promise.all([
    countOn(ctx, withLiveSession(ctx, userId, sessionId), now, withoutSearchKeys),
    countApart(ctx, idOfSession(sessionId), limitsOf(ctx)),
  ]);
  if (!account) throw new RollcallError("invalid_token");
  const verdict = judge(account, now, limitsOf(ctx));
  if (verdict.wait !== null && sessionsWait !== null) throw tooMany(Math.min(verdict.wait, sessionsWait));
  const takeBack = () =>
    Promise.all([uncount(ctx, account.email, account, now), uncountApart(ctx, idOfSession(sessionId), now)]);
  return attemptOn(ctx, account, verdict, takeBack);
}

/**
 * Counts a request by the network that it comes from alone: one that costs a mail or an account, or a proof that nobody guesses. One write.
 * @param whom the address, or the account, that it is about
 * @throws RollcallError `too_many_attempts`
 */
export async function throttle(ctx: Context, what: Throttled, whom: string): Promise<void> {
  requireRoom(ctx, what);
  const { wait } = await countNetwork(ctx, what, whom);
  if (wait !== null) throw tooMany(wait);
}

/**
 * Refuses whoever this process knows to be shut out: before work that is done beside the count.
 * @throws RollcallError `too_many_attempts`
 */
export function requireRoom(ctx: Context, what: Throttled): void {
  const wait = knownWait(ctx, what);
  if (wait !== null) throw tooMany(wait);
}

/** Counts an attempt in the operation that reads the account; now and then one more puts the counts together. */
async function countOn(ctx: Context, filter: Filter, now: Date, projection: Projection): Promise<UserDocument | null> {
  // What is read for a known address takes time that an unknown one does not.
  const account = await usersOf(ctx).findOneAndUpdate(filter, countAttempt(now), { projection });
  const compaction = account && compactAttempts(account, now, limitsOf(ctx));
  if (compaction) await usersOf(ctx).updateOne({ _id: account._id, ...compaction.expected }, compaction.update);
  return account;
}

/**
 * Takes back what was counted for a network that is shut out: it cannot use up the budget of others. Not once the owner has come in
 * meanwhile, and the attempts were forgotten. One operation, whether the address has an account or not.
 */
async function uncount(ctx: Context, email: string, account: UserDocument | null, now: Date): Promise<void> {
  const { counted, update } = uncountAttempt(now);
  await usersOf(ctx).updateOne({ email, lastLoginAt: account?.lastLoginAt ?? null, ...counted }, update);
}

/** A place that the owner has signed in from has a budget of its own, so that nobody elsewhere can shut the owner out. */
function waitFor(ctx: Context, account: UserDocument, { wait }: Verdict, network: NetworkCount): number | null {
  if (wait === null || !isKnownPlace(ctx, account)) return wait;
  return network.slot <= limitsOf(ctx).free ? null : Math.min(wait, network.endsIn);
}

/**
 * Milliseconds, at most, that a refusal is late. To write to an account and to write to a count of strangers may differ by one
 * millisecond, which nobody shall read from a few answers.
 */
const blur = 10;

function attemptOn<A extends UserDocument | null>(
  ctx: Context,
  account: A,
  verdict: Verdict | null,
  takeBack: () => Promise<unknown>,
  notice?: (event?: NewEvent) => NewMail[],
): Attempt<A> {
  const closesFor = verdict?.closesFor ?? null;
  const closing = (event?: NewEvent): (NewEvent | NewMail)[] =>
    closesFor === null ? [] : [{ type: "account.throttled", data: { seconds: closesFor } }, ...(notice?.(event) ?? [])];
  const forgotten = forgottenByFirst(ctx, account);
  // Where nothing is forgotten, the last attempt before there are waits is told of, however right it was.
  const kept = forgotten.$unset || closesFor === null ? forgotten : queueOrDrop(ctx, account, ...closing());
  return {
    account,
    forget: verdict?.wait === null ? kept : {},
    forgetByFactor: mergeUpdates({ $unset: { wrongCodes: true } }, verdict?.wait === null && forgetAttempts),
    async lookAt(look) {
      try {
        return await look();
      } catch (error) {
        if (error instanceof RollcallError) await takeBack();
        throw error;
      }
    },
    async failed(event, counted) {
      ctx.notice(account ? { type: event.type, userId: account._id } : { type: "account.unknown" });
      await ctx.clock.sleep(randomInt(blur + 1));
      if (!account) return;
      const change = mergeUpdates(queueOrDrop(ctx, account, event, ...closing(event)), counted);
      // An outbox that is full takes as long as one that is not: another write in its place.
      if (change.$set || change.$inc) await usersOf(ctx).updateOne({ _id: account._id }, change);
      else await countApart(ctx, idOfStranger(ctx.secrets, account.email), limitsOf(ctx));
    },
  };
}

/**
 * What the owner is told once nobody may try any more for a while, where somebody without a session has given a first proof, and was
 * refused at the second factor: such as their password, which others should not know.
 */
function noticeOfRefusals({ clock }: Context, account: UserDocument | null) {
  return (event?: NewEvent): NewMail[] => {
    if (!account || !(event?.type === "second_factor.refused" || (account.wrongCodes ?? 0) > 0)) return [];
    const { email: to, name } = account;
    return [{ template: "second-factor-refused", to, data: { name, at: clock.now().toISOString() } }];
  };
}

/** What a first proof forgets, such as a password, or a mail. */
export function forgottenByFirst({ settings }: Pick<Context, "settings">, account: UserDocument | null): Update {
  return account && wantsFactor(settings, account) ? {} : forgetAttempts;
}

function limitsOf({ settings }: Context): AttemptLimits {
  return { free: settings.limits.guess.perAccount, longestWait: settings.limits.guess.longestWait };
}

const tooMany = (retryAfter: number) => new RollcallError("too_many_attempts", { retryAfter });
