import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/*
 * Secrets as Pulumi carries them: in an envelope that programs, the engine, its event log and its state share. The
 * value is plain between program and engine, "[secret]" in the event log, and encrypted in the state.
 */

const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const [[signatureKey, signatureOfSecret]] = Object.entries(signature) as [[string, string]];

/** JSON with any secrets in envelopes. */
export type Value = unknown;
export type Values = Record<string, Value>;

interface Envelope {
  value?: Value;
  ciphertext?: string;
}

export function isSecret(value: Value): value is Envelope {
  return typeof value === "object" && value !== null && (value as Values)[signatureKey] === signatureOfSecret;
}

export function secret(value: Value): Value {
  return isSecret(value) ? value : { ...signature, value };
}

/** Replaces every envelope, however deep, by what `change` makes of it. */
function mapSecrets(value: Value, change: (envelope: Envelope) => Value): Value {
  if (isSecret(value)) return change(value);
  if (Array.isArray(value)) return value.map((item) => mapSecrets(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapSecrets(item, change)]));
}

/** The plain values, without envelopes. */
export function reveal<T>(value: T): T {
  return mapSecrets(value, (envelope) => reveal(envelope.value)) as T;
}

/** "[secret]" in place of every secret. */
export function mask<T>(value: T): T {
  return mapSecrets(value, () => "[secret]") as T;
}

/** As the event log has it. */
export function blind<T>(value: T): T {
  return mapSecrets(value, () => ({ ...signature, ciphertext: "[secret]" })) as T;
}

/** Pulumi's passphrase provider: AES-256-GCM with a key that PBKDF2 makes of the passphrase. */
export interface Cipher {
  /** Goes into the state; names the salt and proves the passphrase. */
  salt: string;
  encrypt<T>(value: T): T;
  decrypt<T>(value: T): T;
}

const version = "v1";

/** @param known The salt of a state that exists; without it a new one is made. */
export function passphraseCipher(passphrase: string, known?: string): Cipher {
  const salt = known ? Buffer.from(known.split(":")[1] as string, "base64") : randomBytes(8);
  const key = pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");
  const encryptText = (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return `${version}:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  };
  const decryptText = (text: string) => {
    const [, nonce, sealed] = text.split(":").map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer, Buffer];
    const decipher = createDecipheriv("aes-256-gcm", key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString();
  };
  return {
    salt: known ?? `${version}:${salt.toString("base64")}:${encryptText("pulumi")}`,
    encrypt: <T>(value: T) =>
      mapSecrets(value, (envelope) => ({
        ...signature,
        ciphertext: encryptText(JSON.stringify(reveal(envelope.value))),
      })) as T,
    decrypt: <T>(value: T) =>
      mapSecrets(value, (envelope) => secret(JSON.parse(decryptText(envelope.ciphertext as string)))) as T,
  };
}
