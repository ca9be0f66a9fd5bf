import type { Context } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import { openToken, sealToken } from "../kernel/sealed-token.ts";
import { type Challenge, challengeLifetime, newChallenge } from "./challenges.ts";
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

type Content = Omit<HalfSignIn, "challenge"> & { id: string; expiresAt: number };

/** `expiresIn` is in seconds. */
export function sealHalfSignIn(
  ctx: Context,
  half: Omit<HalfSignIn, "challenge">,
): { mfaToken: string; expiresIn: number } {
  const { id, expiresAt } = newChallenge(ctx);
  const content: Content = { ...half, id, expiresAt: expiresAt.getTime() };
  return { mfaToken: sealToken(ctx.secrets, "second-factor", "", content), expiresIn: challengeLifetime };
}

/** @throws RollcallError `code_expired`, also for what is no such token */
export function openHalfSignIn({ secrets, clock }: Pick<Context, "secrets" | "clock">, token: string): HalfSignIn {
  const content = openToken<Content>(secrets, "second-factor", "", token);
  if (!content || content.expiresAt <= clock.now().getTime()) throw new RollcallError("code_expired");
  const { id, expiresAt, ...half } = content;
  return { ...half, challenge: { id, expiresAt: new Date(expiresAt) } };
}

/** Whether the account may still be signed in to with the half: it is active, has the address, and nothing has changed that could be proved. */
export function isStillOf({ userId, email, credentialVersion }: HalfSignIn, account: Account): boolean {
  const isSame = account._id === userId && account.email === email && account.credentialVersion === credentialVersion;
  return isSame && account.status === "active";
}
