import type { Context } from "../context.ts";
import { type Challenge, challengeLifetime, newChallenge, openWithChallenge, sealWithChallenge } from "./challenges.ts";
import type { Proof } from "./proofs.ts";

/** What a half of a sign-in is held against. */
interface Account {
  _id: string;
  email: string;
  status: string;
  credentialVersion?: number;
}

/** A sign-in of which a first part has been proved. It begins no session, and is good for nothing but the second part. */
export interface HalfSignIn {
  userId: string;
  email: string;
  /** Of the account when the first part was proved: a change of credentials since then voids it. */
  credentialVersion: number;
  proofs: Proof[];
  /** What a passkey signs, and by what the token is used once. */
  challenge: Challenge;
}

/** `expiresIn` is in seconds. */
export function sealHalfSignIn(
  ctx: Context,
  half: Omit<HalfSignIn, "challenge">,
): { mfaToken: string; expiresIn: number } {
  const mfaToken = sealWithChallenge(ctx, "second-factor", "", { ...half, ...newChallenge(ctx) });
  return { mfaToken, expiresIn: challengeLifetime };
}

/** @throws RollcallError `code_expired`, also for what is no such token */
export function openHalfSignIn(ctx: Pick<Context, "secrets" | "clock">, token: string): HalfSignIn {
  const opened = openWithChallenge<Omit<HalfSignIn, "challenge">>(ctx, "second-factor", "", token);
  const { id, expiresAt, ...half } = opened;
  return { ...half, challenge: { id, expiresAt } };
}

/** Whether the account may still be signed in to with the half: it is active, has the address, and nothing has changed that could be proved. */
export function isStillOf({ userId, email, credentialVersion }: HalfSignIn, account: Account): boolean {
  const isSame = account._id === userId && account.email === email && account.credentialVersion === credentialVersion;
  return isSame && account.status === "active";
}
