import { createAccessTokenVerifier, createRemoteKeys, systemClock } from "@rollcall/core/verifier";
import { parseAuthorizerConfig } from "../config/authorizer.ts";
import { createAuthorizer } from "./gateway-authorizer.ts";

const { issuer, audience, jwksUri } = parseAuthorizerConfig(process.env);
const clock = systemClock;
const keys = createRemoteKeys({ jwksUri, clock });

/** A Lambda authorizer for API Gateway: REST APIs (TOKEN and REQUEST) and HTTP APIs (payload format 2.0, simple responses). */
export const handler = createAuthorizer(createAccessTokenVerifier({ keys, clock, issuer, audience }));
