import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** What a sub-key is for. A value made for one purpose is never accepted for another. */
export type SecretPurpose =
  | "refresh-token"
  | "refresh-attempt"
  | "signing-key"
  | "cursor"
  | "one-time"
  | "guessing"
  | "challenge"
  | "second-factor"
  | "authenticator-app"
  | "recovery-code"
  | "router";

/** Encrypted bytes as they are stored: AES-256-GCM, every member base64url. */
export interface SealedBytes {
  iv: string;
  ciphertext: string;
  tag: string;
}

/** Keyed operations under SECRET_KEY. The newest key makes, every listed key is accepted. */
export interface Secrets {
  /** Whether there is any key: without one nothing is accepted, and to make something throws. */
  readonly canMake: boolean;
  /** Tells the newest key from every other one, and nothing of it; empty without any. */
  readonly newestId: string;
  /** HMAC-SHA-256 (32 bytes) of `data` under the newest key. */
  authenticate(purpose: SecretPurpose, data: Uint8Array): Buffer;
  /** The same under every listed key, the newest first: what may have been made from `data`. */
  authenticateByEach(purpose: SecretPurpose, data: Uint8Array): Buffer[];
  /** Whether `code` is `data` authenticated under any listed key; compared in constant time. `code` may be cut to its first 16 bytes or more. */
  isAuthentic(purpose: SecretPurpose, data: Uint8Array, code: Uint8Array): boolean;
  /** Encrypts under the newest key, bound to `context`. */
  seal(purpose: SecretPurpose, plaintext: Uint8Array, context: string): SealedBytes;
  /** Decrypts what any listed key sealed for the same purpose and context, else null. */
  open(purpose: SecretPurpose, sealed: SealedBytes, context: string): Buffer | null;
  /** What an older key sealed, sealed anew under the newest; null when that made it, or none opens it. */
  reseal(purpose: SecretPurpose, sealed: SealedBytes, context: string): SealedBytes | null;
}

const cipher = "aes-256-gcm";
/** A truncated HMAC keeps at least 128 bits (RFC 2104 section 5). */
const shortestCode = 16;
const hmacLength = 32;
const idLength = 12;
const ivLength = 12;
const tagLength = 16;

/**
 * Derives one independent sub-key per purpose (HKDF-SHA-256, RFC 5869) from each secret.
 * @param keys SECRET_KEYS, newest first; none where nothing has to be made.
 */
export function createSecrets(keys: readonly string[]): Secrets {
  const derived = new Map<SecretPurpose, KeyObject[]>();
  const subKeys = (purpose: SecretPurpose): KeyObject[] => {
    const known = derived.get(purpose);
    if (known) return known;
    const fresh = keys.map((key) => deriveKey(key, purpose));
    derived.set(purpose, fresh);
    return fresh;
  };
  const newest = (purpose: SecretPurpose) => subKeys(purpose)[0] as KeyObject;
  const hmac = (key: KeyObject, data: Uint8Array) => createHmac("sha256", key).update(data).digest();

  function seal(purpose: SecretPurpose, plaintext: Uint8Array, context: string): SealedBytes {
    const iv = randomBytes(ivLength);
    const encryption = createCipheriv(cipher, newest(purpose), iv).setAAD(Buffer.from(context));
    const ciphertext = Buffer.concat([encryption.update(plaintext), encryption.final()]);
    return {
      iv: iv.toString("base64url"),
      ciphertext: ciphertext.toString("base64url"),
      tag: encryption.getAuthTag().toString("base64url"),
    };
  }

  function open(purpose: SecretPurpose, sealed: SealedBytes, context: string): Buffer | null {
    for (const key of subKeys(purpose)) {
      const plaintext = decrypt(key, sealed, context);
      if (plaintext) return plaintext;
    }
    return null;
  }

  return {
    canMake: keys.length > 0,
    newestId: keys[0] === undefined ? "" : idOf(keys[0]),
    authenticate: (purpose, data) => hmac(newest(purpose), data),
    authenticateByEach: (purpose, data) => subKeys(purpose).map((key) => hmac(key, data)),
    isAuthentic: (purpose, data, code) =>
      code.length >= shortestCode &&
      code.length <= hmacLength &&
      subKeys(purpose).some((key) => timingSafeEqual(hmac(key, data).subarray(0, code.length), code)),
    seal,
    open,
    reseal(purpose, sealed, context) {
      if (decrypt(newest(purpose), sealed, context)) return null;
      const plaintext = open(purpose, sealed, context);
      return plaintext && seal(purpose, plaintext, context);
    },
  };
}

const idOf = (secret: string) => derive(secret, "key-id", idLength).toString("base64url");

/** An HMAC under a key in this form costs Node a sixth of one under the key's bytes. */
export function deriveKey(secret: string, purpose: string): KeyObject {
  return createSecretKey(derive(secret, purpose, 32));
}

function derive(secret: string, label: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `rollcall/${label}/v1`, length));
}

function decrypt(key: KeyObject, sealed: SealedBytes, context: string): Buffer | null {
  const [iv, tag] = [Buffer.from(sealed.iv, "base64url"), Buffer.from(sealed.tag, "base64url")];
  if (iv.length !== ivLength || tag.length !== tagLength) return null;
  const decryption = createDecipheriv(cipher, key, iv, { authTagLength: tagLength })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decryption.update(Buffer.from(sealed.ciphertext, "base64url")), decryption.final()]);
  } catch {
    return null;
  }
}

const placeholders = /secret|password|change|example|placeholder|replace|default/i;

/**
 * Why a value cannot serve as SECRET_KEY, or null when it can. The value must be able to hold
 * 32 random bytes: 64 characters of hex, or 43 of base64.
 */
export function weaknessOfSecret(value: string): string | null {
  if (placeholders.test(value)) return "looks like a placeholder";
  const text = value.replace(/=+$/, "");
  if (!/^[\w+/-]*$/.test(text)) return "is neither base64 nor hex";
  const bytes = /^[0-9a-f]*$/i.test(text) ? text.length / 2 : (text.length * 3) / 4;
  if (bytes < 32) return "is too short: it needs at least 32 random bytes";
  if (new Set(value).size < 12) return "is not random: it repeats a few characters";
  return null;
}
