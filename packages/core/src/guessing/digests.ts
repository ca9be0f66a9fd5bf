import { prefixOf } from "../kernel/network.ts";
import type { Secrets } from "../kernel/secrets.ts";

const digestLength = 12;

/** What an address that nobody has is counted by: nobody reads from it which one it is. */
export const strangerId = (secrets: Secrets, email: string) => `stranger|${digest(secrets, "email", email)}`;

/** One of 256 groups that an address falls into. */
export const slotOf = (secrets: Secrets, email: string): number =>
  secrets.authenticate("guessing", Buffer.from(`slot ${email}`))[0] as number;

/** What a place is known again by: its network, and the kind of browser there, whatever its version. */
export function placeOf(secrets: Secrets, userId: string, ip: string | null, userAgent: string | null) {
  const kind = (userAgent ?? "").replace(/[\d._]+/g, "");
  return {
    network: digest(secrets, "network", userId, prefixOf(ip).network),
    browser: digest(secrets, "browser", userId, kind),
  };
}

function digest(secrets: Secrets, ...parts: string[]): string {
  return secrets
    .authenticate("guessing", Buffer.from(parts.join("\n")))
    .subarray(0, digestLength)
    .toString("base64url");
}
