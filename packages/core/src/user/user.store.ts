import type { Context } from "../context.ts";
import {
  type Collection,
  type CollectionDefinition,
  DuplicateKeyError,
  type Filter,
  type Update,
} from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { RollcallError } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { searchKeysOf } from "./search-keys.ts";
import { emptySlices, only, type UserDocument } from "./user.document.ts";
import type { User } from "./user.schema.ts";

export const users: CollectionDefinition<UserDocument> = {
  name: "users",
  indexes: [
    { keys: { email: 1 }, unique: true },
    { keys: { credentialIds: 1 }, unique: true, sparse: true },
    { keys: { searchKeys: 1, _id: -1 } },
    { keys: { status: 1, _id: -1 } },
    { keys: { roles: 1, _id: -1 } },
    { keys: { earliestSessionEnd: 1 } },
    { keys: { outboxDue: 1 } },
    { keys: { outboxDead: 1 } },
    { keys: { registrationEnds: 1 } },
    { keys: { deletesAt: 1 } },
    { keys: { "factorRemoval.due": 1 } },
    { keys: { sweepDue: 1 } },
    { keys: { sealedUnder: 1, _id: 1 } },
  ],
};

/** The accounts. What a deleted one leaves behind, until all that it has caused is told, is none: nothing here finds it. */
export function usersOf({
  database,
}: Pick<Context, "database">): Omit<Collection<UserDocument>, "deleteOne" | "bulkWrite"> {
  const all = database.collection(users);
  return {
    insertOne: all.insertOne,
    findOne: (filter, options) => all.findOne(living(filter), options),
    findOneAndUpdate: (filter, update, options) => all.findOneAndUpdate(living(filter), update, options),
    updateOne: (filter, update) => all.updateOne(living(filter), update),
    find: (filter, options) => all.find(living(filter), options),
  };
}

/** By a field that no index has: a query goes by the index of what it asks for. */
const living = (filter: Filter): Filter => ({ ...filter, deletedAt: { $exists: false } });

/** What a profile is shown from. */
export const profileOnly = only();

/** The one place where a document becomes what the API shows. */
export function toUser(document: UserDocument): User {
  const { _id, email, emailVerified, name, roles, status, createdAt, updatedAt, lastLoginAt, deletesAt } = document;
  return {
    id: _id,
    email,
    emailVerified,
    name,
    roles,
    status,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    lastLoginAt: lastLoginAt?.toISOString() ?? null,
    deletesAt: deletesAt?.toISOString() ?? null,
  };
}

/** Fields that always change together: a write of one of the first two has to expect the other as it was read. */
export function knownBy({ email, name }: Pick<UserDocument, "email" | "name">) {
  return { email, name, searchKeys: searchKeysOf({ email, name }) };
}

export type NewUserFields = Pick<UserDocument, "email" | "name" | "roles" | "passwordHash">;

/** A new active account without sessions, not yet stored. */
export function newUserDocument({ clock }: Context, { email, name, roles, passwordHash }: NewUserFields): UserDocument {
  const now = clock.now();
  return {
    ...emptySlices(),
    _id: newId("user", now),
    ...knownBy({ email, name }),
    emailVerified: false,
    roles,
    status: "active",
    passwordHash,
    createdAt: now,
    updatedAt: now,
    lastLoginAt: null,
  };
}

/** @throws RollcallError `email_taken` when the address has an account already. */
export async function insertUser(ctx: Context, document: UserDocument): Promise<void> {
  await usersOf(ctx).insertOne(document).catch(asTaken);
}

/**
 * A conditional write that may give an account another address.
 * @returns null where the account is not as expected
 * @throws RollcallError `email_taken` when the address has another account.
 */
export async function moveAccount(
  ctx: Context,
  expected: Filter & { _id: string },
  change: Update,
): Promise<UserDocument | null> {
  return compareAndSet(usersOf(ctx), expected, change).catch(asTaken);
}

function asTaken(error: unknown): never {
  throw error instanceof DuplicateKeyError ? new RollcallError("email_taken") : error;
}
