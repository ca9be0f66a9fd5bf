import type { AccessTokenClaims } from "./access-token-claims.ts";
import { clockSkew } from "./clock.ts";

/** What a route can ask of the proof of who calls it (RFC 9470). */
export interface Demand {
  /** Seconds that the last proof may be old; any age where it is not given. */
  maxAge?: number | undefined;
  /** `2`: two factors, or a passkey whose user was verified. */
  acr?: "1" | "2" | undefined;
}

/** What is asked for of who has proved too long ago, or not strongly enough, who they are. */
export interface Reauthentication {
  /** Seconds that the proof may be old; absent where any age will do. */
  maxAge?: number | undefined;
  /** How strong it has to be: `1` is one factor, `2` are two. */
  acr: "1" | "2";
  /** What can prove it, as far as the token tells: how the session was proved before, or any second factor. */
  methods: ("password" | "code" | "totp" | "passkey" | "recovery_code")[];
}

type Proved = Pick<AccessTokenClaims, "auth_time" | "amr" | "acr">;

/** Whether a token says that its bearer has proved who they are as lately, and as strongly, as is asked for. */
export function meets(proved: Omit<Proved, "amr">, { maxAge, acr }: Demand, now: Date): boolean {
  return reaches(proved, acr) && (maxAge === undefined || isWithin(proved, maxAge, now));
}

/** Strengths are numbers, of which later versions may know higher ones; every one is as strong as the least. */
const reaches = ({ acr }: Pick<Proved, "acr">, least = "1") => least === "1" || Number(acr) >= Number(least);

function isWithin({ auth_time }: Pick<Proved, "auth_time">, maxAge: number, now: Date): boolean {
  const age = now.getTime() / 1000 - auth_time;
  // A proof from the future is from before the clock was set back.
  return age <= maxAge && age >= -clockSkew;
}

/** What has to be asked for of a token's bearer before they are let in; null where the token says enough. */
export function reauthenticationFor(proved: Proved, demand: Demand, now: Date): Reauthentication | null {
  if (meets(proved, demand, now)) return null;
  const { maxAge, acr = "1" } = demand;
  const age = maxAge === undefined ? {} : { maxAge };
  // In a session of two factors the first of them proves nothing any more.
  if (acr === "2" || reaches(proved, "2")) return { ...age, acr: "2", methods: ["totp", "passkey", "recovery_code"] };
  return { ...age, acr, methods: [proved.amr.includes("pwd") ? "password" : "code"] };
}

/** The challenge of RFC 9470 section 3. */
export function reauthenticationChallenge({ maxAge, acr }: Pick<Reauthentication, "maxAge" | "acr">): string {
  const age = maxAge === undefined ? "" : ` max_age="${maxAge}",`;
  return `Bearer error="insufficient_user_authentication",${age} acr_values="${acr}"`;
}
