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
