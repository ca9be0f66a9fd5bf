import type { Demand, VerifierOptions } from "@rollcall/verifier";
import * as z from "zod/mini";
import { type Environment, read, variables } from "../config.ts";
import { audiencesOf } from "./audiences.ts";
import { ConfigError } from "./config-error.ts";
import { choice, seconds } from "./values.ts";

const { ISSUER, AUDIENCE, AUDIENCES } = variables;

/** Where an authorizer reads the keys, if not under the issuer. */
const jwksUri = z.optional(
  z.string().check(z.refine((uri) => /^https?:/.test(uri) && URL.canParse(uri), "expected the address of a key set")),
);

/** What authorizers ask of the proof that a token speaks of. */
export const demandVariables = {
  AUTHORIZER_ACR: z._default(choice(["1", "2"]), "1"),
  AUTHORIZER_MAX_AGE: z.optional(seconds(60, 86_400)),
};

/** What a function needs that verifies the access tokens of one service. @throws ConfigError */
export function parseAuthorizerConfig(environment: Environment): { verifier: VerifierOptions; demand: Demand } {
  const data = read({ ISSUER, AUDIENCE, AUDIENCES, JWKS_URI: jwksUri, ...demandVariables }, environment);
  const { ISSUER: issuer, JWKS_URI = `${issuer}/.well-known/jwks.json`, AUTHORIZER_ACR, AUTHORIZER_MAX_AGE } = data;
  const [audience, ...others] = audiencesOf(data);
  if (audience === undefined || others.length > 0)
    throw new ConfigError(["AUDIENCES: expected the one service whose tokens this authorizer accepts"]);
  return {
    verifier: { issuer, audience, jwksUri: JWKS_URI },
    demand: { acr: AUTHORIZER_ACR, maxAge: AUTHORIZER_MAX_AGE },
  };
}
