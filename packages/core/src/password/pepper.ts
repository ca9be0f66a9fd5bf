import { createHmac, hkdfSync } from "node:crypto";
import { deriveKey } from "../kernel/secrets.ts";

/** Makes of a password what is hashed, and names what it was made with. */
export interface Peppers {
  /** Names the newest; null where there is none. */
  readonly newest: string | null;
  /** HMAC-SHA-256 of the password in Base64 under the pepper of this id, the password itself under null; null where the id is none's. */
  apply(id: string | null, password: Buffer): Buffer | null;
}

/** In bytes; PHC strings allow eight at most. */
const idLength = 6;

/** @param secrets PASSWORD_PEPPER, the newest first */
export function createPeppers(secrets: readonly string[]): Peppers {
  const idOf = (secret: string) =>
    Buffer.from(hkdfSync("sha256", secret, "", "rollcall/password-pepper-id/v1", idLength)).toString("base64");
  const keys = new Map(secrets.map((secret) => [idOf(secret), deriveKey(secret, "password-pepper")]));
  return {
    newest: [...keys.keys()][0] ?? null,
    apply(id, password) {
      if (id === null) return password;
      const key = keys.get(id);
      // The binding of Argon2 verifies text alone.
      return key ? Buffer.from(createHmac("sha256", key).update(password).digest("base64")) : null;
    },
  };
}

/**
 * A PHC string with the name of the pepper in it, as the parameter `keyid` that the format has for this
 * (https://github.com/P-H-C/phc-string-format): `$argon2id$v=19$m=19456,t=2,p=1,keyid=q0x2B9Ls$…`.
 */
export function withPepperId(hash: string, id: string | null): string {
  return id === null ? hash : hash.replace(/,p=\d+(?=\$)/, `$&,keyid=${id}`);
}

/** The two of them again. */
export function splitPepperId(stored: string): { hash: string; id: string | null } {
  const [parameter, id = null] = /,keyid=([A-Za-z0-9+/]+)(?=\$)/.exec(stored) ?? [];
  return { hash: parameter ? stored.replace(parameter, "") : stored, id };
}
