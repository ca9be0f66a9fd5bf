import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import type { Secrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import type { SigningKeyState, StoredSigningKey } from "./signing-key.store.ts";

/** A new key, published from now on and not yet signing. */
export async function createSigningKey(
  algorithm: SigningAlgorithm,
  secrets: Secrets,
  now: Date,
): Promise<[string, StoredSigningKey]> {
  // Keys are made a few times a year: no start waits for this.
  const { promisify } = await import("node:util");
  const generate = promisify(generateKeyPair);
  const { publicKey, privateKey } =
    algorithm === "ES256"
      ? await generate("ec", { namedCurve: "P-256" })
      : await generate("rsa", { modulusLength: 2048, publicExponent: 65_537 });
  const jwk = publicKey.export({ format: "jwk" });
  const kid = thumbprint(jwk);
  const sealed = secrets.seal("signing-key", privateKey.export({ format: "der", type: "pkcs8" }), kid);
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
  retiredAt: Date | null;
  publicJwk: JsonWebKey;
  publicKey: KeyObject;
  /** Decrypted when it is first needed. Throws when no SECRET_KEY at hand opens it. */
  privateKey: () => KeyObject;
}

export function importSigningKey(
  kid: string,
  algorithm: SigningAlgorithm,
  stored: StoredSigningKey,
  secrets: Secrets,
): SigningKey {
  let privateKey: KeyObject | undefined;
  return {
    kid,
    algorithm,
    state: stored.state,
    retiredAt: stored.retiredAt,
    publicJwk: { ...stored.publicKey, kid, alg: algorithm, use: "sig" },
    publicKey: createPublicKey({ key: stored.publicKey, format: "jwk" }),
    privateKey: () => {
      privateKey ??= decryptPrivateKey(kid, stored, secrets);
      return privateKey;
    },
  };
}

/** No secret at hand decrypts a stored signing key. */
export class SigningKeyLockedError extends Error {
  override readonly name = "SigningKeyLockedError";

  constructor() {
    super("the stored signing key was encrypted under another one. List that one in SECRET_KEYS, after the new one");
  }
}

function decryptPrivateKey(kid: string, stored: StoredSigningKey, secrets: Secrets): KeyObject {
  const bytes = secrets.open("signing-key", stored.privateKey, kid);
  if (!bytes) {
    throw new SigningKeyLockedError();
  }
  return createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
}

/** RFC 7638: the hash of the members a key of this type must have, in alphabetical order. */
function thumbprint(jwk: JsonWebKey): string {
  const { crv, kty, x, y, e, n } = jwk;
  const members = kty === "EC" ? { crv, kty, x, y } : { e, kty, n };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}
