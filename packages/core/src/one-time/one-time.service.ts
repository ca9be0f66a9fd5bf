import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { guess } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { OneTimeProof } from "./one-time.schema.ts";
import {
  entriesOf,
  entryOf,
  isUndo,
  type OneTimeEntry,
  type OneTimeSlice,
  type Purpose,
  pathOf,
  purposes,
  type UndoPurpose,
  undoPurposes,
} from "./one-time.slice.ts";
import { decodeOneTimeToken, isOneTimeCode, newOneTimeId, type OneTimeClaims } from "./one-time-token.ts";

export interface NewOneTime {
  /** The address that it is sent to. */
  email: string;
  /** Seconds. */
  lifetime: number;
  data?: Record<string, string> | undefined;
  series?: OneTimeEntry["series"];
}

/** A new value of this purpose, which voids the one before. Put `update` into the write, and `reference` into the mail. */
export function issueOneTime({ clock }: Context, purpose: Purpose, { email, lifetime, data, series }: NewOneTime) {
  const now = clock.now();
  const expiresAt = addSeconds(now, lifetime);
  const entry: OneTimeEntry = {
    id: newOneTimeId(),
    email,
    createdAt: now,
    expiresAt,
    ...(data && { data }),
    ...(series && { series }),
  };
  return {
    entry,
    update: { $set: { [pathOf({ purpose, id: entry.id })]: entry } } satisfies Update,
    reference: { purpose, id: entry.id, expiresAt },
  };
}

/** Seconds in which something can be undone: people are away from their mail for some days. */
const undoLifetime = 7 * 86_400;

/**
 * The same for what undoes something: beside those that are open. It makes room for itself among the account's as they were read,
 * where the oldest go.
 */
export function issueUndo(ctx: Context, seen: OneTimeSlice, purpose: UndoPurpose, value: Omit<NewOneTime, "lifetime">) {
  const issued = issueOneTime(ctx, purpose, { ...value, lifetime: undoLifetime });
  // Which came first decides between two mailboxes, whatever the clocks of two processes say.
  issued.entry.createdAt = afterAll(seen, issued.entry.createdAt);
  const open = openUndo(ctx, seen, purpose).slice(0, undoPurposes[purpose] - 1);
  return {
    ...issued,
    update: mergeUpdates(
      issued.update,
      voidUndo(seen, purpose, (entry) => !open.includes(entry)),
    ),
  };
}

function afterAll({ oneTime = {} }: OneTimeSlice, now: Date): Date {
  const undo = (Object.keys(undoPurposes) as UndoPurpose[]).flatMap((purpose) => Object.values(oneTime[purpose] ?? {}));
  return new Date(Math.max(now.getTime(), ...undo.map(({ createdAt }) => createdAt.getTime() + 1)));
}

/** Those that could be used, the newest first. */
export function openUndo({ clock }: Pick<Context, "clock">, seen: OneTimeSlice, purpose: UndoPurpose): OneTimeEntry[] {
  return entriesOf(seen, purpose)
    .filter(({ usedAt, expiresAt }) => !usedAt && expiresAt > clock.now())
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** The update that voids some of those that undo something. */
export function voidUndo(seen: OneTimeSlice, purpose: UndoPurpose, isVoid: (entry: OneTimeEntry) => boolean): Update {
  const gone = entriesOf(seen, purpose).filter(isVoid);
  if (gone.length === 0) return {};
  return { $unset: Object.fromEntries(gone.map(({ id }) => [pathOf({ purpose, id }), true as const])) };
}

/**
 * The update that belongs to every change of credentials and of the address: all values are void but those that undo something.
 * @param used the one that the change itself uses up, where there is one: it stays, marked as used
 */
export function voidOneTime(used?: Purpose): Update {
  const gone = purposes.filter((purpose) => purpose !== used && !isUndo(purpose));
  return { $unset: Object.fromEntries(gone.map((purpose) => [`oneTime.${purpose}`, true as const])) };
}

/** A value that somebody has presented and that could be used when its account was read. */
export interface Presented {
  account: UserDocument;
  purpose: Purpose;
  entry: OneTimeEntry;
  /** What the write that uses it up expects: one of any number that use it at once wins. */
  expected: Filter & { _id: string };
  /** What marks it as used, in the same write. */
  use: Update;
  /** The same as it is now, once a write that expected it has failed: says why, where somebody was faster. One read. */
  again(): Promise<Presented>;
}

/**
 * Finds what a token, or an address and a code, stand for: one read, which also counts an attempt where a code could be guessed.
 * @throws RollcallError `code_expired`, `code_used`; for a code `invalid_credentials`, the same for an address that is unknown,
 *   and `too_many_attempts`.
 */
export async function present(ctx: Context, proof: OneTimeProof, ...accepted: Purpose[]): Promise<Presented> {
  return proof.token === undefined
    ? presentCode(ctx, proof.email as string, proof.code as string, accepted)
    : presentToken(ctx, proof.token, accepted);
}

async function presentToken(ctx: Context, token: string, accepted: Purpose[]): Promise<Presented> {
  const claims = decodeOneTimeToken(ctx.secrets, token);
  if (!claims || !accepted.includes(claims.purpose)) throw new RollcallError("code_expired");
  return usable(ctx, await usersOf(ctx).findOne({ _id: claims.userId }), claims);
}

async function presentCode(ctx: Context, email: string, code: string, accepted: Purpose[]): Promise<Presented> {
  const attempt = await guess(ctx, email);
  const { account, forget } = attempt;
  for (const purpose of account ? accepted : []) {
    const entry = isUndo(purpose) ? undefined : account?.oneTime?.[purpose];
    if (!account || !entry) continue;
    const claims = { userId: account._id, purpose, id: entry.id };
    if (isOneTimeCode(ctx.secrets, claims, code)) return usable(ctx, account, claims, forget);
  }
  await attempt.failed({ type: "code.refused" });
  throw new RollcallError("invalid_credentials");
}

/** @throws RollcallError `code_used`, `code_expired` */
function usable(ctx: Context, account: UserDocument | null, claims: OneTimeClaims, forget?: Update): Presented {
  const { purpose, id } = claims;
  const entry = account && entryOf(account, claims);
  if (!account || !entry) throw new RollcallError("code_expired");
  if (entry.usedAt) throw new RollcallError("code_used");
  const now = ctx.clock.now();
  if (entry.expiresAt <= now) throw new RollcallError("code_expired");
  const path = pathOf(claims);
  // Whoever has the mail has shown that the address takes mail, which an account may have waited for.
  const shown = { undeliverable: true as const, registrationEnds: true as const };
  const use = { $set: { [`${path}.usedAt`]: now }, $unset: shown };
  return {
    account,
    purpose,
    entry,
    expected: { _id: account._id, [`${path}.id`]: id, [`${path}.usedAt`]: { $exists: false } },
    use: mergeUpdates(use, forget),
    again: async () => usable(ctx, await usersOf(ctx).findOne({ _id: account._id }), claims, forget),
  };
}

/**
 * The write that uses a value up, with all that it brings about: one of any number at once wins, and the others are told why not, by
 * one more read.
 * @param change with {@link Presented.use} in it
 * @param expected what else it depends on
 * @throws RollcallError `code_used`, `code_expired`
 */
export async function useUp(
  ctx: Context,
  presented: Presented,
  change: Update,
  expected: Filter,
): Promise<UserDocument> {
  const changed = await compareAndSet(usersOf(ctx), { ...expected, ...presented.expected }, change);
  if (changed) return changed;
  await presented.again();
  // It stands, but not what it was for, such as an account that was disabled meanwhile.
  throw new RollcallError("code_expired");
}
