import type { KeyObject } from "node:crypto";
import { CompactSign, type CryptoKey, compactVerify, decodeJwt, decodeProtectedHeader } from "jose";
import { JOSEError } from "jose/errors";
import { decodeBase64url } from "../kernel/base64url.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";

/** A longer token is refused unread. Ours have fewer than 900 characters. */
const maxLength = 4096;

/** In base64url. JSON has none (RFC 8259 section 8.1), and jose reads over it. */
const byteOrderMark = "77u_";

/** Members of a protected header that this service writes. */
export interface JwsHeader {
  alg: SigningAlgorithm;
  typ: string;
  kid: string;
}

/** A JWS in compact serialization (RFC 7515 section 7.1), taken apart but not yet verified. */
export interface ParsedJws {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  token: string;
}

/** Signs `payload` as a compact JWS. */
export function signJws(header: JwsHeader, payload: object, privateKey: KeyObject): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ ...header }).sign(privateKey);
}

/** Whether this key made the signature. Which algorithm counts says the key, never the header (RFC 8725 section 3.1). */
export async function verifyJws(
  { token }: ParsedJws,
  algorithm: SigningAlgorithm,
  publicKey: CryptoKey,
): Promise<boolean> {
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
  if (parts.length !== 3 || !parts.every((part) => decodeBase64url(part)?.length)) return null;
  if (parts.slice(0, 2).some((part) => part.startsWith(byteOrderMark))) return null;
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token), token };
  } catch {
    return null;
  }
}
