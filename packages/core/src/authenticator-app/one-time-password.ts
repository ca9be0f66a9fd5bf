import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a code is shown for. */
const period = 30;
const digits = 6;

/** The code of a counter (RFC 4226 section 5.3). @param secret as bytes */
export function hotp(secret: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", secret).update(message).digest();
  const offset = (mac.at(-1) as number) & 15;
  const value = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 10 ** digits).padStart(digits, "0");
}

/** The time step of a moment (RFC 6238 section 4.2). */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1_000 / period);

/**
 * The step of which this is the code, or null: the current one, or one beside it, as clocks differ and people are slow (RFC 6238
 * section 5.2).
 */
export function stepOf(secret: Uint8Array, code: string, now: Date): number | null {
  const current = stepAt(now);
  const steps = [current - 1, current, current + 1].filter((step) => step >= 0 && isSame(hotp(secret, step), code));
  return steps.at(-1) ?? null;
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The Key Uri Format that authenticator apps read: their defaults are stated as well. @param secret in base32 */
export function keyUri(issuer: string, account: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const parameters = { secret, issuer, algorithm: "SHA1", digits: String(digits), period: String(period) };
  // Apps do not read `+` as a blank.
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${label}?${query.join("&")}`;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 section 6, without padding. */
export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => base32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}
