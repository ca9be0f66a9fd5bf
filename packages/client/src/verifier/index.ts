export type { AccessTokenClaims, AccessTokenVerifier } from "./access-token-claims.ts";
export { KeysUnavailableError } from "./back-off.ts";
export { bearerToken } from "./bearer-token.ts";
export type { Clock } from "./clock.ts";
export { createVerifier, type VerifierOptions } from "./create-verifier.ts";
export {
  type Demand,
  meets,
  type Reauthentication,
  reauthenticationChallenge,
  reauthenticationFor,
} from "./recency.ts";
