import { randomBytes } from "node:crypto";
import { type Context, requireActor } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { addSeconds } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { openToken, sealToken } from "../kernel/sealed-token.ts";
import type { SecretPurpose } from "../kernel/secrets.ts";
import { type FactorSlice, maxMetChallenges } from "./factor.slice.ts";

/** Seconds in which a challenge can be met. */
export const challengeLifetime = 300;

/** What a challenge is for. What meets one is no answer to another. */
export type ChallengePurpose = "sign-in" | "enroll" | "verify";

/** What tokens that carry a challenge are sealed for. */
type Carrier = Extract<SecretPurpose, "challenge" | "second-factor">;

export interface Challenge {
  /** 256 random bits in base64url: what an authenticator signs. */
  id: string;
  expiresAt: Date;
}

interface Content {
  id: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** A new one. Nothing is stored until it is met: strangers can ask for as many as they like. */
export function newChallenge({ clock }: Pick<Context, "clock">): Challenge {
  return { id: randomBytes(32).toString("base64url"), expiresAt: addSeconds(clock.now(), challengeLifetime) };
}

/**
 * A token that carries a challenge, and what goes with it.
 * @param context what it is bound to
 */
export function sealWithChallenge(
  { secrets }: Pick<Context, "secrets">,
  purpose: Carrier,
  context: string,
  { id, expiresAt, ...rest }: Challenge,
): string {
  return sealToken(secrets, purpose, context, { ...rest, id, expiresAt: expiresAt.getTime() });
}

/** @throws RollcallError `code_expired`, also for what is no such token */
export function openWithChallenge<Rest extends object>(
  { secrets, clock }: Pick<Context, "secrets" | "clock">,
  purpose: Carrier,
  context: string,
  token: string,
): Rest & Challenge {
  const content = openToken<Rest & Content>(secrets, purpose, context, token);
  if (!content || content.expiresAt <= clock.now().getTime()) throw new RollcallError("code_expired");
  return { ...content, expiresAt: new Date(content.expiresAt) };
}

/** The text that the caller brings back with the answer. @param subject whom it is for: an account; null where nobody is known */
export function sealChallenge(
  ctx: Pick<Context, "secrets">,
  purpose: ChallengePurpose,
  subject: string | null,
  challenge: Challenge,
): string {
  return sealWithChallenge(ctx, "challenge", contextOf(purpose, subject), challenge);
}

/** @throws RollcallError `code_expired` for one of another purpose or subject, and for what is none, as well */
export function openChallenge(
  ctx: Pick<Context, "secrets" | "clock">,
  purpose: ChallengePurpose,
  subject: string | null,
  token: string,
): Challenge {
  return openWithChallenge(ctx, "challenge", contextOf(purpose, subject), token);
}

/** For whoever is signed in: their account, and the session in which they asked. */
export function subjectOf(ctx: Pick<Context, "actor">): string {
  const { userId, sessionId } = requireActor(ctx);
  return `${userId} ${sessionId}`;
}

const contextOf = (purpose: ChallengePurpose, subject: string | null) => `${purpose} ${subject ?? ""}`;

/** What the write that a challenge allows expects and changes: of any number of answers at once one wins. */
export interface Meeting {
  expected: Filter;
  update: Update;
}

/**
 * @param seen the account as it was read
 * @throws RollcallError `code_used` where it was met before, `too_many_attempts` where so many were that there is no room
 */
export function meet({ clock }: Pick<Context, "clock">, seen: FactorSlice, { id, expiresAt }: Challenge): Meeting {
  const { metChallenges = {} } = seen;
  if (metChallenges[id]) throw new RollcallError("code_used");
  const now = clock.now();
  const expired = Object.keys(metChallenges).filter((met) => (metChallenges[met] as Date) <= now);
  if (Object.keys(metChallenges).length - expired.length >= maxMetChallenges) {
    throw new RollcallError("too_many_attempts", { retryAfter: challengeLifetime });
  }
  const path = `metChallenges.${id}`;
  return {
    expected: { [path]: { $exists: false } },
    update: {
      $set: { [path]: expiresAt },
      ...(expired.length > 0 && {
        $unset: Object.fromEntries(expired.map((met) => [`metChallenges.${met}`, true as const])),
      }),
    },
  };
}
