import { randomBytes } from "node:crypto";
import { decodeBase64url } from "../kernel/base64url.ts";
import { decodeId, encodeId } from "../kernel/ids.ts";
import type { Secrets } from "../kernel/secrets.ts";
import { type Purpose, purposes } from "./one-time.slice.ts";

/** Whose single-use value it is, for what, and which of those that were issued. */
export interface OneTimeClaims {
  userId: string;
  purpose: Purpose;
  id: string;
}

/* version (1) · purpose (1) · user id (16) · value's id (16) · HMAC-SHA-256 of all that (32): 66 bytes, 88 characters. */
const version = 1;
const offsets = { purpose: 1, user: 2, id: 18, code: 34 };
const length = 66;
const codeDigits = 8;

export const newOneTimeId = (): string => randomBytes(16).toString("base64url");

/** The token of a mailed link. Nothing of it is stored but the value's id, from which only this service can make it. */
export function encodeOneTimeToken(secrets: Secrets, claims: OneTimeClaims): string {
  const bytes = claimBytes(claims);
  return Buffer.concat([bytes, secrets.authenticate("one-time", bytes)]).toString("base64url");
}

/** The claims of a genuine token, else null: a forged one is recognized without the database. */
export function decodeOneTimeToken(secrets: Secrets, token: string): OneTimeClaims | null {
  const bytes = decodeBase64url(token);
  const purpose = purposes[bytes?.[offsets.purpose] ?? purposes.length];
  if (bytes?.length !== length || bytes[0] !== version || !purpose) return null;
  const claims = bytes.subarray(0, offsets.code);
  if (!secrets.isAuthentic("one-time", claims, bytes.subarray(offsets.code))) return null;
  return {
    purpose,
    userId: encodeId("user", claims.subarray(offsets.user, offsets.id)),
    id: claims.subarray(offsets.id, offsets.code).toString("base64url"),
  };
}

/** The eight digits that stand beside the link, to be typed on another device. */
export function oneTimeCode(secrets: Secrets, claims: OneTimeClaims): string {
  return toDigits(secrets.authenticate("one-time", codeBytes(claims)));
}

/** Whether these are a value's digits, under any listed key. */
export function isOneTimeCode(secrets: Secrets, claims: OneTimeClaims, code: string): boolean {
  return secrets.authenticateByEach("one-time", codeBytes(claims)).some((bytes) => toDigits(bytes) === code);
}

function claimBytes({ userId, purpose, id }: OneTimeClaims): Buffer {
  const bytes = Buffer.alloc(offsets.code);
  bytes.writeUInt8(version);
  bytes.writeUInt8(purposes.indexOf(purpose), offsets.purpose);
  decodeId(userId).copy(bytes, offsets.user);
  Buffer.from(id, "base64url").copy(bytes, offsets.id);
  return bytes;
}

const codeBytes = (claims: OneTimeClaims) => Buffer.concat([Buffer.from("code"), claimBytes(claims)]);

/** 64 bits over 10⁸: no digit is likelier than another by more than one in 10¹¹. */
function toDigits(bytes: Buffer): string {
  return String(bytes.readBigUInt64BE() % 10n ** BigInt(codeDigits)).padStart(codeDigits, "0");
}
