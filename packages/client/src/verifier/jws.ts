import { base64url, type CryptoKey, compactVerify } from "jose";
import { JOSEError } from "jose/errors";

/** JWS algorithms (RFC 7518 section 3.1) that access tokens can be signed with. */
export type Algorithm = "ES256" | "RS256";

/** A longer token is refused unread. Ours have fewer than 900 characters. */
const maxLength = 4096;

/** Strict, also about a byte order mark, which JSON has none of (RFC 8259 section 8.1). */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Unpadded base64url (RFC 4648 section 5) of at least one byte. In what is left of a last group the unused bits are zero. */
const canonicalBase64url = /^(?=.)(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** A JWS in compact serialization (RFC 7515 section 7.1), taken apart but not yet verified. */
export interface ParsedJws {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  token: string;
}

/** Whether this key made the signature. Which algorithm counts says the key, never the header (RFC 8725 section 3.1). */
export async function verifyJws({ token }: ParsedJws, algorithm: Algorithm, publicKey: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(token, publicKey, { algorithms: [algorithm] });
    return true;
  } catch (error) {
    if (error instanceof JOSEError) return false;
    throw error;
  }
}

/**
 * Takes a compact JWS apart. jose is lenient about its spelling; here only the canonical one is accepted, three parts in
 * unpadded base64url whose unused bits are zero, so that one signature has one form.
 * @returns null for everything else.
 */
export function parseJws(token: string): ParsedJws | null {
  if (token.length > maxLength) return null;
  const parts = token.split(".", 4);
  if (parts.length !== 3 || !parts.every((part) => canonicalBase64url.test(part))) return null;
  const [header, payload] = parts.slice(0, 2).map(readObject);
  return header && payload ? { header, payload, token } : null;
}

/** The JSON object that a part spells, or null. */
function readObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(utf8.decode(base64url.decode(part)));
    return Object(value) === value && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
