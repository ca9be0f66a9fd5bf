export type { Demand } from "@rollcall/verifier";
export { keySetMaxAge, publishedMaxAge } from "@rollcall/verifier/service";
export {
  type AccessTokenClaims,
  type AccessTokens,
  createAccessTokens,
  suffices,
  type TokenSubject,
} from "./access-token.ts";
export { createKeyRing, type KeyRing } from "./key-ring.ts";
export { type RotationStep, signingKeyLifetime } from "./rotation.ts";
export { signingKeys } from "./signing-key.store.ts";
export { SigningKeyLockedError } from "./signing-key.ts";
