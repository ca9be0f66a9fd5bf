import type { JWK_EC_Public, JWK_RSA_Public } from "jose";
import type { Collection, CollectionDefinition } from "../database/collection.ts";
import { DuplicateKeyError } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import type { SealedBytes } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";

/** `next` is published but does not sign yet, `active` signs, `retired` only verifies. */
export type SigningKeyState = "next" | "active" | "retired";

/** The public half of a key pair (RFC 7517), with nothing but the members that its type needs. */
export type PublicJwk = (JWK_EC_Public & { kty: "EC" }) | (JWK_RSA_Public & { kty: "RSA" });

export interface StoredSigningKey {
  state: SigningKeyState;
  publicKey: PublicJwk;
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
  /** When an instance last turned to this algorithm from another one. Of all sets, the one selected last is in use. */
  selectedAt?: Date;
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
export function updateKeySet(
  collection: Collection<SigningKeySet>,
  seen: SigningKeySet,
  change: Partial<Pick<SigningKeySet, "keys" | "selectedAt">>,
): Promise<SigningKeySet | null> {
  return compareAndSet(collection, { _id: seen._id, version: seen.version }, { $set: change, $inc: { version: 1 } });
}
