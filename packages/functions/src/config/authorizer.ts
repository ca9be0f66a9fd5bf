import * as z from "zod/mini";
import { type Environment, read, variables } from "../config.ts";
import { audiencesOf } from "./audiences.ts";
import { ConfigError } from "./config-error.ts";

const { ISSUER, AUDIENCE, AUDIENCES } = variables;

/** Where an authorizer reads the keys, if not under the issuer. */
const jwksUri = z.optional(
  z.string().check(z.refine((uri) => /^https?:/.test(uri) && URL.canParse(uri), "expected the address of a key set")),
);

/** What a function needs that verifies the access tokens of one service. @throws ConfigError */
export function parseAuthorizerConfig(environment: Environment) {
  const data = read({ ISSUER, AUDIENCE, AUDIENCES, JWKS_URI: jwksUri }, environment);
  const { ISSUER: issuer, JWKS_URI = `${issuer}/.well-known/jwks.json` } = data;
  const [audience, ...others] = audiencesOf(data);
  if (audience !== undefined && others.length === 0) return { issuer, audience, jwksUri: JWKS_URI };
  throw new ConfigError(["AUDIENCES: expected the one service whose tokens this authorizer accepts"]);
}
