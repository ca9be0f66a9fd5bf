import type { Context } from "../context.ts";
import { prefixOf } from "../kernel/network.ts";
import type { Secrets } from "../kernel/secrets.ts";

const digestLength = 12;

/** What an address that nobody has is counted by: nobody reads from it which one it is. */
export const idOfStranger = (secrets: Secrets, email: string) => `stranger|${digest(secrets, "email", email)}`;

/** What the proofs of whoever is signed in are counted by. */
export const idOfSession = (sessionId: string) => `session|${sessionId}`;

/** What is written for an address where there is nothing to write. */
export const nobodyId = (secrets: Secrets, email: string) => `nobody|${digest(secrets, "email", email)}`;

/** What mails of a kind to an address are counted by that nobody has proved to be theirs. */
export const idOfMails = (secrets: Secrets, template: string, to: string) =>
  `mails|${template}|${digest(secrets, "email", to)}`;

/** One of 256 groups that an address falls into. */
export const slotOf = (secrets: Secrets, email: string): number =>
  secrets.authenticate("guessing", Buffer.from(`slot ${email}`))[0] as number;

/** What a place is known again by: its network, and the kind of browser there, whatever its version. */
export interface Place {
  network: string;
  browser: string;
}

/** The place of a request. */
export const placeOf = (ctx: Visit, userId: string): Place => placesByKey(ctx, userId)[0] as Place;

/** What the place of a request may be known by: under each key of SECRET_KEY, the newest first. */
export function placesByKey({ secrets, ip, userAgent }: Visit, userId: string): Place[] {
  const kind = (userAgent ?? "").replace(/[\d._]+/g, "");
  const networks = digests(secrets, "network", userId, prefixOf(ip).network);
  const browsers = digests(secrets, "browser", userId, kind);
  return networks.map((network, index) => ({ network, browser: browsers[index] as string }));
}

type Visit = Pick<Context, "secrets" | "ip" | "userAgent">;

const digest = (secrets: Secrets, ...parts: string[]): string => digests(secrets, ...parts)[0] as string;

function digests(secrets: Secrets, ...parts: string[]): string[] {
  return secrets
    .authenticateByEach("guessing", Buffer.from(parts.join("\n")))
    .map((code) => code.subarray(0, digestLength).toString("base64url"));
}
