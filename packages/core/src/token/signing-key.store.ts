import type { JsonWebKey } from "node:crypto";
import type { Collection, CollectionDefinition } from "../database/collection.ts";
import { DuplicateKeyError } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import type { SealedBytes } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";

/** `next` is published but does not sign yet, `active` signs, `retired` only verifies. */
export type SigningKeyState = "next" | "active" | "retired";

export interface StoredSigningKey {
  state: SigningKeyState;
  publicKey: JsonWebKey;
  /** PKCS #8, encrypted under SECRET_KEY. */
  privateKey: SealedBytes;
  createdAt: Date;
  activatedAt: Date | null;
  retiredAt: Date | null;
}

/**
 * All keys of one algorithm in one document, so that a rotation is one conditional write and there is
 * never a moment with two active keys, or none. Keys are named by their `kid`.
 */
export interface SigningKeySet {
  _id: SigningAlgorithm;
  version: number;
  keys: Record<string, StoredSigningKey>;
}

export const signingKeys: CollectionDefinition<SigningKeySet> = { name: "signingKeys", indexes: [] };

/** One set for each algorithm that was ever selected. */
export function findKeySets(collection: Collection<SigningKeySet>): Promise<SigningKeySet[]> {
  return collection.find({}, { sort: { _id: 1 }, limit: 10 });
}

/** @returns false when another process has created the set first. */
export async function insertKeySet(collection: Collection<SigningKeySet>, set: SigningKeySet): Promise<boolean> {
  try {
    await collection.insertOne(set);
    return true;
  } catch (error) {
    if (error instanceof DuplicateKeyError) return false;
    throw error;
  }
}

/** @returns null when another process has changed the set since `seen` was read. */
export function replaceKeys(
  collection: Collection<SigningKeySet>,
  seen: SigningKeySet,
  keys: SigningKeySet["keys"],
): Promise<SigningKeySet | null> {
  return compareAndSet(collection, { _id: seen._id, version: seen.version }, { $set: { keys }, $inc: { version: 1 } });
}
