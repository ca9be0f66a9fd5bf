import type { Acr } from "../kernel/acr.ts";
import type { SecondFactorMethod } from "../kernel/errors.ts";
import { type FactorSlice, maxWrongCodes } from "./factor.slice.ts";

/** One thing that somebody has proved. `mail`: that they can read what is sent to the account's address. */
export type Proof =
  | { method: "password" | "mail" | "totp" | "recovery_code" }
  /** Whether the authenticator has made sure who its user is, by a PIN or a finger. */
  | { method: "passkey"; isUserVerified: boolean };

/** How somebody has proved who they are, in the words of RFC 8176. */
const amrOf = {
  password: ["pwd"],
  mail: ["otp"],
  totp: ["otp"],
  recovery_code: ["otp"],
  passkey: ["hwk"],
} as const satisfies Record<Proof["method"], string[]>;

/** A mailbox is no second factor: whoever reads it can set a new password as well. */
const isFirst = ({ method }: Proof) => method === "password" || method === "mail";

/** Whether it is one of the account's factors, or a recovery code in the place of one. */
export const isOfFactor = (proof: Proof): boolean => !isFirst(proof);

const isBoth = (proof: Proof) => proof.method === "passkey" && proof.isUserVerified;

export interface Strength {
  amr: string[];
  acr: Acr;
}

/** What proofs come to together. */
export function strengthOf(proofs: readonly Proof[]): Strength {
  const isSeveral = proofs.some(isFirst) && !proofs.every(isFirst);
  const amr = proofs.flatMap((proof) => [...amrOf[proof.method], ...(isBoth(proof) ? ["user"] : [])]);
  return { amr: merged(amr, isSeveral), acr: isSeveral || proofs.some(isBoth) ? "2" : "1" };
}

/** What a session comes to by another proof: whoever has begun it has given a first one then. */
export function strengthenedBy({ amr, acr }: Strength, proof: Proof): Strength {
  const added = strengthOf([proof]);
  const isSeveral = acr === "2" || !isFirst(proof);
  return { amr: merged([...amr, ...added.amr], isSeveral && !isFirst(proof)), acr: isSeveral ? "2" : added.acr };
}

const merged = (amr: string[], isSeveral: boolean) => [...new Set([...amr, ...(isSeveral ? ["mfa"] : [])])];

/** Whether codes of apps are looked at: not any more after too many wrong ones, until another factor is proved. */
export const takesAppCodes = ({ wrongCodes = 0 }: FactorSlice): boolean => wrongCodes < maxWrongCodes;

/** What an account can add to a first proof. */
export function secondFactorsOf(account: FactorSlice): SecondFactorMethod[] {
  const { factors = {}, recoveryCodes } = account;
  const types = new Set(Object.values(factors).map(({ type }) => type));
  const hasCodes = types.size > 0 && Object.keys(recoveryCodes?.left ?? {}).length > 0;
  return [
    ...(types.has("totp") && takesAppCodes(account) ? (["totp"] as const) : []),
    ...(types.has("passkey") ? (["passkey"] as const) : []),
    ...(hasCodes ? (["recovery_code"] as const) : []),
  ];
}
