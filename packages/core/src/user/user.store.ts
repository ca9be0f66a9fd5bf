import type { Context } from "../context.ts";
import type { CollectionDefinition, Document, Filter, Projection } from "../database/collection.ts";
import { type Collection, DuplicateKeyError } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { emailKeysOf, nameKeysOf } from "./search-keys.ts";
import type { User } from "./user.schema.ts";

/** A session inside its user's document. The refresh token of `step` is the only one that is live. */
export interface SessionEntry {
  step: number;
  /** A digest of the client's name for the refresh that took the last step, where it had one. Older sessions lack the field. */
  attempt?: string | null;
  createdAt: Date;
  /** When the session was created or last refreshed. */
  lastUsedAt: Date;
  /** The absolute end; the idle end follows from `lastUsedAt`. */
  endsAt: Date;
  userAgent: string | null;
  ip: string | null;
  amr: string[];
}

/**
 * One account, one document: everything that has to change together is in here, so every account
 * operation is at most one read and one conditional write.
 */
export interface UserDocument extends Document {
  email: string;
  /** What a search finds `email` by. An account from before there were keys gets these, and those of `name`, at its next sign-in. */
  emailKeys?: string[];
  emailVerified: boolean;
  name: string | null;
  nameKeys?: string[];
  roles: "admin"[];
  status: "active" | "disabled";
  /** PHC string. Without one nobody can sign in with a password. */
  passwordHash: string | null;
  /** Counts what ends sessions, a new password and being disabled: a write that was decided before it loses. */
  credentialVersion: number;
  /** By session id. */
  sessions: Record<string, SessionEntry>;
  /** No session reaches its absolute end before this: where the removal of expired ones looks. */
  earliestSessionEnd: Date | null;
  createdAt: Date;
  updatedAt: Date;
  lastLoginAt: Date | null;
  /** Of an active administrator: an attempt to demote, disable or delete the account is under way. */
  removal?: { id: string; since: Date };
}

export const users: CollectionDefinition<UserDocument> = {
  name: "users",
  indexes: [
    { keys: { email: 1 }, unique: true },
    { keys: { emailKeys: 1, _id: -1 } },
    { keys: { nameKeys: 1, _id: -1 } },
    { keys: { status: 1, _id: -1 } },
    { keys: { roles: 1, _id: -1 } },
    { keys: { earliestSessionEnd: 1 } },
  ],
};

export function usersOf({ database }: Context): Collection<UserDocument> {
  return database.collection(users);
}

/** What sessions are kept and shown from. */
export const sessionsOnly: Projection = { passwordHash: 0, emailKeys: 0, nameKeys: 0 };

/** What a profile is shown from. */
export const profileOnly: Projection = { ...sessionsOnly, sessions: 0 };

/** The one place where a document becomes what the API shows. */
export function toUser(document: UserDocument): User {
  const { _id, email, emailVerified, name, roles, status, createdAt, updatedAt, lastLoginAt } = document;
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
  };
}

/** Fields that always change together. */
export function emailFields(email: string) {
  return { email, emailKeys: emailKeysOf(email) };
}

/** Fields that always change together. */
export function nameFields(name: string | null) {
  return { name, nameKeys: nameKeysOf(name) };
}

export type NewUserFields = Pick<UserDocument, "email" | "name" | "roles" | "passwordHash">;

/** A new active account without sessions, not yet stored. */
export function newUserDocument({ clock }: Context, { email, name, roles, passwordHash }: NewUserFields): UserDocument {
  const now = clock.now();
  return {
    _id: newId("user", now),
    ...emailFields(email),
    emailVerified: false,
    ...nameFields(name),
    roles,
    status: "active",
    passwordHash,
    credentialVersion: 1,
    sessions: {},
    earliestSessionEnd: null,
    createdAt: now,
    updatedAt: now,
    lastLoginAt: null,
  };
}

/** @throws RollcallError `email_taken` when the address has an account already. */
export async function insertUser(ctx: Context, document: UserDocument): Promise<void> {
  await usersOf(ctx)
    .insertOne(document)
    .catch((error) => {
      throw error instanceof DuplicateKeyError ? new RollcallError("email_taken") : error;
    });
}

/** Matches an active account in which this session has neither ended nor expired. */
export function withLiveSession(
  { clock, settings }: Context,
  userId: string,
  sessionId: string,
): Filter & { _id: string } {
  const now = clock.now();
  return {
    _id: userId,
    status: "active",
    [`sessions.${sessionId}.endsAt`]: { $gt: now },
    [`sessions.${sessionId}.lastUsedAt`]: { $gt: addSeconds(now, -settings.sessionIdleTtl) },
  };
}
