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

/**
 * Whether somebody is let in. Whoever has a second factor is asked for it, whatever the first proof was. Who has none where
 * everybody has to have one comes in, and can do nothing but set one up: {@link mayOnlyEnroll}.
 */
export function admit({ mfa }: Policy, account: FactorSlice, proofs: readonly Proof[]): Admission | Missing {
  const strength = strengthOf(proofs);
  const methods = secondFactorsOf(account);
  if (mfa !== "off" && methods.length > 0 && strength.acr !== "2") return { methods };
  return strength as Admission;
}

/** The same for whoever makes an account in this moment: there is no second factor yet. */
export function admitOwner(proofs: readonly Proof[]): Admission {
  return strengthOf(proofs) as Admission;
}

export const isMissing = (outcome: Admission | Missing): outcome is Missing => "methods" in outcome;

/** Whether a session of this strength may do nothing but set up a second factor, and end. */
export function mayOnlyEnroll({ mfa }: Policy, acr: string): boolean {
  return mfa === "required" && acr !== "2";
}

interface RoleHolder extends Pick<FactorSlice, "hasFactors"> {
  roles: "admin"[];
}

/** The roles that count in a session of this strength: an administrator's only by a second factor, once there is one, or one is asked of them. */
export function countingRoles({ mfa }: Policy, { roles, hasFactors }: RoleHolder, acr: Acr): "admin"[] {
  const isAsked = mfa !== "off" && (hasFactors || mfa !== "optional");
  return isAsked && acr !== "2" ? [] : roles;
}

/** Whether factors can be set up at all. */
export const allowsFactors = ({ mfa }: Policy): boolean => mfa !== "off";
