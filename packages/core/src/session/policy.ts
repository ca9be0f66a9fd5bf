import type { Filter } from "../database/collection.ts";
import { type FactorSlice, type Proof, type Strength, secondFactorsOf, strengthOf } from "../factor/index.ts";
import type { Acr } from "../kernel/acr.ts";
import type { SecondFactorMethod } from "../kernel/errors.ts";
import type { Settings } from "../kernel/settings.ts";

/* All that the setting MFA decides. */

type Policy = Pick<Settings, "mfa">;

declare const admitted: unique symbol;

/** That what somebody has proved lets them into an account. Nothing but this file makes one, and no session begins without. */
export interface Admission extends Strength {
  readonly [admitted]: true;
}

/** What an account wants beside what was proved. */
export interface Missing {
  readonly methods: SecondFactorMethod[];
}

type FactorHolder = Pick<FactorSlice, "hasFactors">;

/** Whether an account's sessions have to be of two factors: it has a second one. */
export const wantsFactor = ({ mfa }: Policy, { hasFactors }: FactorHolder): boolean => mfa !== "off" && !!hasFactors;

/** Whether a session of this strength may go on: one that began while no factors were asked for may not, once they are. */
export const mayGoOn = (policy: Policy, account: FactorHolder, acr: Acr): boolean =>
  acr === "2" || !wantsFactor(policy, account);

const pathOfAcr = (sessionId: string) => `sessionDetails.${sessionId}.acr`;

/** Matches an account whose session {@link mayGoOn}. */
export const withMayGoOn = ({ mfa }: Policy, sessionId: string): Filter =>
  mfa === "off" ? {} : { $or: [{ hasFactors: { $ne: true } }, { [pathOfAcr(sessionId)]: "2" }] };

/** Matches an account that has a second factor, which nobody has proved in this session. */
export const withoutFactor = (sessionId: string): Filter => ({
  hasFactors: true,
  [pathOfAcr(sessionId)]: { $ne: "2" },
});

/**
 * Whether somebody is let in. Whoever has a second factor is asked for it, whatever the first proof was. Who has none where
 * everybody has to have one comes in, and can do nothing but set one up: {@link leastAcr}.
 */
export function admit(policy: Policy, account: FactorSlice, proofs: readonly Proof[]): Admission | Missing {
  const strength = strengthOf(proofs);
  return mayGoOn(policy, account, strength.acr) ? (strength as Admission) : { methods: secondFactorsOf(account) };
}

/** The same for whoever makes an account in this moment: there is no second factor yet. */
export function admitOwner(proofs: readonly Proof[]): Admission {
  return strengthOf(proofs) as Admission;
}

export const isMissing = (outcome: Admission | Missing): outcome is Missing => "methods" in outcome;

/** How strong a session has to be for anything but setting up a second factor, reading itself, and ending. */
export const leastAcr = ({ mfa }: Policy): Acr => (mfa === "required" ? "2" : "1");

interface RoleHolder extends FactorHolder {
  roles: "admin"[];
}

/** Whether an account has to have a second factor. */
export function mustHaveFactor({ mfa }: Policy, { roles }: Pick<RoleHolder, "roles">): boolean {
  return mfa === "required" || (mfa === "admins" && roles.includes("admin"));
}

/**
 * The roles that count in a session of this strength: an administrator's only by a second factor, once there is one, or one is asked of
 * them.
 * @param holder an account, or the claims of a token, of which it is not known whether there are factors
 */
export function countingRoles(policy: Policy, holder: RoleHolder, acr: Acr): "admin"[] {
  const isAsked = wantsFactor(policy, holder) || mustHaveFactor(policy, holder);
  return isAsked && acr !== "2" ? [] : holder.roles;
}

/** Whether factors can be set up at all. */
export const allowsFactors = ({ mfa }: Policy): boolean => mfa !== "off";
