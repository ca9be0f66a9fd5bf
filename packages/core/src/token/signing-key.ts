import { createPrivateKey, type KeyObject } from "node:crypto";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import type { SealedBytes, Secrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import type { PublicJwk, SigningKeyState, StoredSigningKey } from "./signing-key.store.ts";

/** A new key, published from now on and not yet signing. */
export async function createSigningKey(
  algorithm: SigningAlgorithm,
  secrets: Secrets,
  now: Date,
): Promise<[string, StoredSigningKey]> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = (await exportJWK(publicKey)) as PublicJwk;
  const kid = await calculateJwkThumbprint(jwk);
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", privateKey);
  const sealed = secrets.seal("signing-key", Buffer.from(pkcs8), kid);
  return [
    kid,
    { state: "next", publicKey: jwk, privateKey: sealed, createdAt: now, activatedAt: null, retiredAt: null },
  ];
}

/** A key as it is used: imported once, held in memory. */
export interface SigningKey {
  kid: string;
  algorithm: SigningAlgorithm;
  state: SigningKeyState;
  /** When it stopped signing, by itself or with its algorithm. */
  retiredAt: Date | null;
  publicJwk: PublicJwk;
  publicKey: CryptoKey;
  /** The private half as it is stored. */
  sealed: SealedBytes;
  /** Decrypted when it is first needed. Throws when no SECRET_KEY at hand opens it. */
  privateKey: () => KeyObject;
}

export async function importSigningKey(
  kid: string,
  algorithm: SigningAlgorithm,
  stored: StoredSigningKey,
  secrets: Secrets,
): Promise<Omit<SigningKey, "state" | "retiredAt">> {
  let privateKey: KeyObject | undefined;
  return {
    kid,
    algorithm,
    sealed: stored.privateKey,
    publicJwk: { ...stored.publicKey, kid, alg: algorithm, use: "sig" },
    publicKey: await importJWK(stored.publicKey, algorithm),
    privateKey: () => {
      privateKey ??= decryptPrivateKey(kid, stored, secrets);
      return privateKey;
    },
  };
}

/** Whether no SECRET_KEY at hand opens the private half. */
export function isLocked(key: SigningKey): boolean {
  try {
    key.privateKey();
    return false;
  } catch (error) {
    if (error instanceof SigningKeyLockedError) return true;
    throw error;
  }
}

/** No secret at hand decrypts a stored signing key. */
export class SigningKeyLockedError extends Error {
  override readonly name = "SigningKeyLockedError";

  constructor() {
    super(
      "the stored signing key was encrypted under another one. List that one after the new one, with a comma between",
    );
  }
}

function decryptPrivateKey(kid: string, stored: StoredSigningKey, secrets: Secrets): KeyObject {
  const bytes = secrets.open("signing-key", stored.privateKey, kid);
  if (!bytes) {
    throw new SigningKeyLockedError();
  }
  return createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
}
