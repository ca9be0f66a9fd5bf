import { type AccessTokenClaims, RollcallError } from "@rollcall/core";
import { bearerToken } from "@rollcall/verifier";
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/**
 * The claims of the request's bearer token (RFC 6750 section 2.1: the Authorization field and nothing
 * else). No read of the database once the signing keys are in memory.
 * @throws RollcallError `missing_token`, `invalid_token`
 */
export async function authenticate(c: Context<AppEnv>): Promise<AccessTokenClaims> {
  const token = bearerToken(c.req.header("authorization"));
  if (!token) throw new RollcallError("missing_token");
  const claims = await c.var.dependencies.accessTokens.verify(token);
  if (!claims) throw new RollcallError("invalid_token");
  return claims;
}
