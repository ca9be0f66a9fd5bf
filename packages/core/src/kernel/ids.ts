import { randomBytes } from "node:crypto";
import * as z from "zod/mini";

/** Crockford's base32 in lower case, as TypeID uses it: sorts like the number it encodes. */
export const crockford = "0123456789abcdefghjkmnpqrstvwxyz";
const encodedLength = 26;
const byteLength = 16;

/** `user_` for accounts, `sess_` for sessions, `fact_` for factors, `evt_` for events, `mail_` for mails. */
export type IdPrefix = "user" | "sess" | "fact" | "evt" | "mail";

/** The millisecond of the last identifier, and how many of it came before that one. */
let latest = { time: 0, count: 0 };

/**
 * A new identifier: `prefix_` and a UUIDv7 (RFC 9562 section 5.7) in 26 base32 characters.
 * Identifiers sort by `now`, to the millisecond, and within it, where one process makes up to 4,096 of them, by their order
 * (section 6.2, method 1).
 */
export function newId(prefix: IdPrefix, now: Date): string {
  const time = now.getTime();
  latest = { time, count: time === latest.time ? latest.count + 1 : 0 };
  const bytes = randomBytes(byteLength);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | (latest.count & 0x0fff), 6);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  return encodeId(prefix, bytes);
}

/** Writes 16 bytes as an identifier; the inverse of {@link decodeId}. */
export function encodeId(prefix: IdPrefix, bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (let index = 0; index < encodedLength; index++) {
    text = crockford[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** The 16 bytes of an identifier that {@link idSchema} has accepted. */
export function decodeId(id: string): Buffer {
  let value = 0n;
  for (const character of id.slice(id.indexOf("_") + 1)) {
    value = (value << 5n) | BigInt(crockford.indexOf(character));
  }
  return Buffer.from(value.toString(16).padStart(byteLength * 2, "0"), "hex");
}

/** Accepts exactly the identifiers of one type; 128 bits in 26 characters leave the first at most 7. */
export function idSchema(prefix: IdPrefix) {
  return z
    .string()
    .check(
      z.regex(
        new RegExp(`^${prefix}_[0-7][${crockford}]{${encodedLength - 1}}$`),
        `Must be an id that starts with ${prefix}_`,
      ),
    );
}

/** When an identifier was made, to the millisecond. */
export const timeOfId = (id: string): Date => new Date(decodeId(id).readUIntBE(0, 6));
