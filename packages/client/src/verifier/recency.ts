import type { AccessTokenClaims } from "./access-token-claims.ts";
import { clockSkew } from "./clock.ts";

/** What is asked for of who has proved too long ago who they are. */
export interface Reauthentication {
  /** Seconds that the proof may be old. */
  maxAge: number;
  /** How strong it has to be: `1` is one factor, `2` are two. */
  acr: string;
  /** What can prove it, as far as the token tells: how the session has been proved before, or any second factor. */
  methods: ("password" | "code" | "totp" | "passkey")[];
}

export interface Demand {
  /** Seconds that the last proof may be old; any age where it is not given. */
  maxAge?: number;
  /** `2`: two factors, or a passkey whose user was verified. */
  acr?: "1" | "2";
}

/** Whether a token says that its bearer has proved who they are as lately, and as strongly, as is asked for (RFC 9470 section 3). */
export function meets(
  { auth_time, acr: proved }: Pick<AccessTokenClaims, "auth_time" | "acr">,
  { maxAge, acr = "1" }: Demand,
  now: Date,
): boolean {
  if (acr === "2" && proved !== "2") return false;
  const age = now.getTime() / 1000 - auth_time;
  // A proof from the future is from before the clock was set back.
  return maxAge === undefined || (age <= maxAge && age >= -clockSkew);
}

/** What has to be asked for of a token's bearer who may be let in by a recent proof only; null where theirs is recent. */
export function reauthenticationFor(
  claims: Pick<AccessTokenClaims, "auth_time" | "amr" | "acr">,
  maxAge: number,
  now: Date,
): Reauthentication | null {
  if (meets(claims, { maxAge }, now)) return null;
  if (claims.acr === "2") return { maxAge, acr: "2", methods: ["totp", "passkey"] };
  return { maxAge, acr: "1", methods: [claims.amr.includes("pwd") ? "password" : "code"] };
}

/** The challenge of RFC 9470 section 3. */
export function reauthenticationChallenge({ maxAge, acr }: Pick<Reauthentication, "maxAge" | "acr">): string {
  return `Bearer error="insufficient_user_authentication", max_age="${maxAge}", acr_values="${acr}"`;
}
