/* For the service, which verifies its own tokens in the same way, with the keys of its database. Not published. */
export { keySetMaxAge, publishedMaxAge, rereadInterval } from "./key-ages.ts";
export { createKeyCache, type KeyCache } from "./key-cache.ts";
export { accessTokenType, createTokenVerifier, type VerificationKey, type VerificationKeys } from "./token-verifier.ts";
