import { type KeyObject, sign, verify } from "node:crypto";
import { decodeBase64url } from "../kernel/base64url.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";

/** A longer token is refused unread. Ours have fewer than 900 characters. */
const maxLength = 4096;

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
  signature: Buffer;
  signingInput: string;
}

/** Signs `payload` as a compact JWS. */
export function signJws(header: JwsHeader, payload: object, privateKey: KeyObject): string {
  const signingInput = `${encode(header)}.${encode(payload)}`;
  const signature = sign("sha256", Buffer.from(signingInput), keyInput(header.alg, privateKey));
  return `${signingInput}.${signature.toString("base64url")}`;
}

export function verifyJws(jws: ParsedJws, algorithm: SigningAlgorithm, publicKey: KeyObject): boolean {
  return verify("sha256", Buffer.from(jws.signingInput), keyInput(algorithm, publicKey), jws.signature);
}

/**
 * Takes a compact JWS apart. Only the canonical form is accepted: three parts in unpadded base64url
 * whose unused bits are zero, so that one signature has one spelling.
 * @returns null for everything else.
 */
export function parseJws(token: string): ParsedJws | null {
  if (token.length > maxLength) return null;
  const parts = token.split(".", 4);
  if (parts.length !== 3) return null;
  const [header, payload, signature] = parts.map(decodeBase64url);
  if (!header || !payload || !signature?.length) return null;
  const parsed = { header: parseObject(header), payload: parseObject(payload) };
  if (!parsed.header || !parsed.payload) return null;
  return {
    header: parsed.header,
    payload: parsed.payload,
    signature,
    signingInput: token.slice(0, token.lastIndexOf(".")),
  };
}

/** RFC 7518 section 3.4: an ECDSA signature is r and s side by side, not DER. */
function keyInput(algorithm: SigningAlgorithm, key: KeyObject) {
  return algorithm === "ES256" ? ({ key, dsaEncoding: "ieee-p1363" } as const) : key;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function parseObject(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
