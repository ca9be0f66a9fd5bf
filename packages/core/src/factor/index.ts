export {
  type Challenge,
  challengeLifetime,
  meet,
  newChallenge,
  openChallenge,
  sealChallenge,
  subjectOf,
} from "./challenges.ts";
export * from "./factor.schema.ts";
export {
  type Factor,
  type FactorRemoval,
  type FactorSlice,
  factorSlice,
  maxAuthenticatorApps,
  maxPasskeys,
  type PasskeyEntry,
  type RecoveryCodes,
  type TotpEntry,
} from "./factor.slice.ts";
export { toFactor, toFactors } from "./factor-list.ts";
export type { FactorProof } from "./factor-proof.ts";
export {
  isOfFactor,
  type Proof,
  type Strength,
  secondFactorsOf,
  strengthenedBy,
  strengthOf,
  takesAppCodes,
} from "./proofs.ts";
export {
  contextOfApp,
  openPlace,
  placeOfCodeKey,
  placeOfSecret,
  type SealedPlace,
  sealedPlaces,
  sealing,
} from "./sealing.ts";
export { type HalfSignIn, isStillOf, openHalfSignIn, sealHalfSignIn } from "./second-factor-token.ts";
export { withoutAnyFactor } from "./without-any-factor.ts";
