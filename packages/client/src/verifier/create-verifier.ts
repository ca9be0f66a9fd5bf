import type { AccessTokenVerifier } from "./access-token-claims.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createRemoteKeys, type Fetch } from "./remote-keys.ts";
import { createTokenVerifier } from "./token-verifier.ts";

export interface VerifierOptions {
  /** Rollcall's `ISSUER`, letter by letter: `https://auth.example.com`. */
  issuer: string;
  /** This service's name, one of Rollcall's `AUDIENCES`. */
  audience: string;
  /** Where the keys are, if not under the issuer: on Lambda without a domain, what the deployment prints as `keys`. */
  jwksUri?: string | undefined;
  /** How the keys are fetched. */
  fetch?: Fetch | undefined;
  /** For tests that move the time. */
  clock?: Clock | undefined;
}

/**
 * Verifies access tokens for one service, with the keys that Rollcall publishes. Make one for as long as the process lives:
 * it keeps the keys, and asks for nothing before its first token.
 * @throws TypeError for options that would refuse every token
 */
export function createVerifier(options: VerifierOptions): AccessTokenVerifier {
  const { issuer, audience, jwksUri = `${issuer}/.well-known/jwks.json`, fetch = globalThis.fetch } = options;
  const { clock = systemClock } = options;
  if (!URL.canParse(issuer) || new URL(issuer).origin !== issuer)
    throw new TypeError("issuer: expected an origin, without a slash at its end");
  if (typeof audience !== "string" || audience === "") throw new TypeError("audience: expected the service's name");
  if (!/^https?:/.test(jwksUri) || !URL.canParse(jwksUri))
    throw new TypeError("jwksUri: expected the address of a key set");
  return createTokenVerifier({ keys: createRemoteKeys({ jwksUri, clock, fetch }), clock, issuer, audience });
}
