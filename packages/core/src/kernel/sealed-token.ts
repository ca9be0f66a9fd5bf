import { decodeBase64url } from "./base64url.ts";
import type { SecretPurpose, Secrets } from "./secrets.ts";

/* iv (12) · tag (16) · ciphertext */
const offsets = { tag: 12, ciphertext: 28 };

/**
 * A token that carries what nobody else shall read or change, so that nothing need be stored for whoever has it (AES-256-GCM).
 * @param context what it is bound to: it opens with the same one only
 */
export function sealToken(secrets: Secrets, purpose: SecretPurpose, context: string, content: object): string {
  const { iv, tag, ciphertext } = secrets.seal(purpose, Buffer.from(JSON.stringify(content)), context);
  return Buffer.concat([iv, tag, ciphertext].map((part) => Buffer.from(part, "base64url"))).toString("base64url");
}

/** What a genuine token of this purpose and context carries, in the form in which it was sealed; else null. */
export function openToken<T extends object>(
  secrets: Secrets,
  purpose: SecretPurpose,
  context: string,
  token: string,
): T | null {
  const bytes = decodeBase64url(token);
  if (!bytes || bytes.length < offsets.ciphertext) return null;
  const part = (from: number, to?: number) => bytes.subarray(from, to).toString("base64url");
  const sealed = {
    iv: part(0, offsets.tag),
    tag: part(offsets.tag, offsets.ciphertext),
    ciphertext: part(offsets.ciphertext),
  };
  const content = secrets.open(purpose, sealed, context);
  return content && (JSON.parse(content.toString()) as T);
}
