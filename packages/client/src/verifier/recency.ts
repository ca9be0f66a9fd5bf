import type { AccessTokenClaims } from "./access-token-claims.ts";
import { clockSkew } from "./clock.ts";

/** What is asked for of who has proved too long ago who they are. */
export interface Reauthentication {
  /** Seconds that the proof may be old. */
  maxAge: number;
  /** How strong it has to be: `1` is one factor. */
  acr: string;
  /** How the session has been proved before, and so can be again. */
  methods: ("password" | "code")[];
}

/** What has to be asked for of a token's bearer who may be let in by a recent proof only; null where theirs is recent. */
export function reauthenticationFor(
  { auth_time, amr }: Pick<AccessTokenClaims, "auth_time" | "amr">,
  maxAge: number,
  now: Date,
): Reauthentication | null {
  const age = now.getTime() / 1000 - auth_time;
  // A proof from the future is from before the clock was set back.
  if (age <= maxAge && age >= -clockSkew) return null;
  return { maxAge, acr: "1", methods: [amr.includes("pwd") ? "password" : "code"] };
}

/** The challenge of RFC 9470 section 3. */
export function reauthenticationChallenge({ maxAge, acr }: Pick<Reauthentication, "maxAge" | "acr">): string {
  return `Bearer error="insufficient_user_authentication", max_age="${maxAge}", acr_values="${acr}"`;
}
