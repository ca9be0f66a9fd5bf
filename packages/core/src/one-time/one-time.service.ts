import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { guess } from "../guessing/index.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type UserDocument, usersOf } from "../user/index.ts";
import type { OneTimeProof } from "./one-time.schema.ts";
import type { OneTimeEntry, Purpose } from "./one-time.slice.ts";
import { decodeOneTimeToken, isOneTimeCode, newOneTimeId, type OneTimeClaims } from "./one-time-token.ts";

export interface NewOneTime {
  /** The address that it is sent to. */
  email: string;
  /** Seconds. */
  lifetime: number;
  data?: Record<string, string>;
}

/** A new value of this purpose, which voids the one before. Put `update` into the write, and `reference` into the mail. */
export function issueOneTime({ clock }: Context, purpose: Purpose, { email, lifetime, data }: NewOneTime) {
  const now = clock.now();
  const expiresAt = addSeconds(now, lifetime);
  const entry: OneTimeEntry = { id: newOneTimeId(), email, createdAt: now, expiresAt, ...(data && { data }) };
  return {
    entry,
    update: { $set: { [`oneTime.${purpose}`]: entry } } satisfies Update,
    reference: { purpose, id: entry.id, expiresAt },
  };
}

/** A value that somebody has presented and that could be used when its account was read. */
export interface Presented {
  account: UserDocument;
  entry: OneTimeEntry;
  /** What the write that uses it up expects: one of any number that use it at once wins. */
  expected: Filter & { _id: string };
  /** What marks it as used, in the same write. */
  use: Update;
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
  const { account } = attempt;
  for (const purpose of account ? accepted : []) {
    const entry = account?.oneTime?.[purpose];
    if (!account || !entry) continue;
    const claims = { userId: account._id, purpose, id: entry.id };
    if (isOneTimeCode(ctx.secrets, claims, code)) return usable(ctx, account, claims);
  }
  await attempt.failed({ type: "code.refused" });
  throw new RollcallError("invalid_credentials");
}

/** @throws RollcallError `code_used`, `code_expired` */
function usable({ clock }: Context, account: UserDocument | null, { purpose, id }: OneTimeClaims): Presented {
  const entry = account?.oneTime?.[purpose];
  if (!account || entry?.id !== id) throw new RollcallError("code_expired");
  if (entry.usedAt) throw new RollcallError("code_used");
  if (entry.expiresAt <= clock.now()) throw new RollcallError("code_expired");
  const path = `oneTime.${purpose}`;
  return {
    account,
    entry,
    expected: { _id: account._id, [`${path}.id`]: id, [`${path}.usedAt`]: { $exists: false } },
    // Whoever has the mail has shown that the address takes mail.
    use: { $set: { [`${path}.usedAt`]: clock.now() }, $unset: { undeliverable: true } },
  };
}
