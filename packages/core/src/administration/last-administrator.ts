import { randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import type { Filter } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { only, type UserDocument, usersOf } from "../user/index.ts";
import { administrationSlice } from "./administration.slice.ts";

/*
 * There is always an active administrator who can sign in. Whoever is about to take one away first marks that account,
 * and only then looks for another one without a mark; the write that takes away names the mark. Of any number that
 * take each other away at once, the one that marked last has all the others' marks before its eyes, so it counts on
 * nobody. Whoever dies in between leaves a mark behind, which can be taken off at any time: its write then fails.
 */

/** Seconds after which whoever left a mark has died: far more than an operation may take. */
const abandonedAfter = 60;

/** Each attempt but the last means that somebody else has changed the account at the same moment. */
const maxAttempts = 10;

/** The accounts that have to be marked before they are taken away. */
const inOffice = { roles: "admin", status: "active" };
/** What is read of them. */
const marks = only(administrationSlice);
const notInOffice = { $or: [{ roles: { $size: 0 } }, { status: "disabled" }] };

/** One conditional write; resolves to null when the account is not in the expected state. */
type Write<R> = (expected: Filter & { _id: string }) => Promise<R | null>;

/**
 * Demotes, disables or deletes an account, which may be an administrator's.
 * @param write what does it: one conditional write, which also unsets `removal`, and resolves to null when the account
 *   is not in the expected state. For most accounts it is called once; for an administrator's a second time, after
 *   two to five more round trips.
 * @returns what `write` resolved to, or null where there is no such account.
 * @throws RollcallError `conflict` for the last active administrator; what `write` throws.
 */
export async function withoutLosingTheLast<R>(ctx: Context, id: string, write: Write<R>): Promise<R | null> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const done = (await write({ _id: id, ...notInOffice })) ?? (await takeOutOfOffice(ctx, id, write));
    if (done !== "again") return done;
  }
  throw new RollcallError("unavailable", { retryAfter: 1 });
}

/** Whether others have to be looked for before the account is demoted, disabled or deleted. */
export function isInOffice({ roles, status }: Pick<UserDocument, "roles" | "status">): boolean {
  return roles.includes("admin") && status === "active";
}

/** The same for an account that was an administrator's when it was read; null also when it is as it was no longer. */
export async function removeFromOffice<R>(ctx: Context, id: string, write: Write<R>): Promise<R | null> {
  const done = await takeOutOfOffice(ctx, id, write);
  return done === "again" ? null : done;
}

async function takeOutOfOffice<R>(ctx: Context, id: string, write: Write<R>): Promise<R | null | "again"> {
  const marked = (await mark(ctx, id)) ?? (await usersOf(ctx).findOne({ _id: id }, { projection: marks }));
  if (!marked?.removal) return marked && "again";
  const expected = { _id: id, "removal.id": marked.removal.id };
  try {
    await requireAnother(ctx, id);
    return (await write(expected)) ?? "again";
  } catch (error) {
    await usersOf(ctx).updateOne(expected, { $unset: { removal: true } });
    throw error;
  }
}

/** @returns null when there is no such administrator, or one that is marked already: any mark will do for all. */
function mark(ctx: Context, id: string): Promise<UserDocument | null> {
  const removal = { id: randomUUID(), since: ctx.clock.now() };
  const expected = { _id: id, ...inOffice, removal: { $exists: false } };
  return compareAndSet(usersOf(ctx), expected, { $set: { removal } }, { projection: marks });
}

/**
 * Marks that nobody will act upon any more count for nothing, and of two administrators who take each other away at
 * once, the one with the older account stays: its mark is taken off.
 * @throws RollcallError `conflict` when nobody else can be counted on.
 */
async function requireAnother(ctx: Context, id: string): Promise<void> {
  const able = { ...inOffice, passwordHash: { $ne: null } };
  const abandoned = { "removal.since": { $lt: addSeconds(ctx.clock.now(), -abandonedAfter) } };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await usersOf(ctx).findOne({ ...able, removal: { $exists: false } }, { projection: marks })) return;
    const [marked] = await usersOf(ctx).find(
      { ...able, _id: { $ne: id }, $or: [abandoned, { _id: { $lt: id } }] },
      { sort: { _id: 1 }, limit: 1, projection: marks },
    );
    if (!marked) break;
    const expected = { _id: marked._id, ...able, "removal.id": marked.removal?.id };
    if (!marked.removal || (await compareAndSet(usersOf(ctx), expected, { $unset: { removal: true } }))) return;
  }
  throw new RollcallError("conflict", {
    detail: "This is the last active administrator who can sign in. Make another one first.",
  });
}
