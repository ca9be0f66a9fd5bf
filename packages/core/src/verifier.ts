/* What a service needs that only verifies access tokens: no database, no secret, no password. */
export { systemClock } from "./kernel/clock.ts";
export type { AccessTokenClaims } from "./token/access-token.schema.ts";
export { createRemoteKeys } from "./token/remote-keys.ts";
export { type AccessTokenVerifier, createAccessTokenVerifier } from "./token/verifier.ts";
