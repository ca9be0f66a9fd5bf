import { isAbsolute } from "node:path";
import * as z from "zod/mini";

/** Who tells whether a password is known from a breach: a service at an address, or a file or folder. */
export type BreachSource = { url: string } | { path: string };

/** Of Have I Been Pwned. */
const rangeService = "https://api.pwnedpasswords.com";

const expected =
  "expected off, range, the https address of another range service, or the absolute path of a file or folder of hashes";

export const breachedPasswords = z
  .string()
  .check(z.refine((value) => value === "off" || breachSourceOf(value) !== null, expected));

/** Null for `off`. */
export function breachSourceOf(value: string): BreachSource | null {
  if (value === "range") return { url: rangeService };
  if (isRangeService(value)) return { url: value.replace(/\/+$/, "") };
  return isAbsolute(value) ? { path: value } : null;
}

/** What is asked is a part of a password's hash, so only this machine may do without TLS. */
function isRangeService(value: string): boolean {
  if (!/^https?:\/\/[^\s@?#\\]+$/.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
