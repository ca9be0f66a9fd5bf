import "./code-cache.ts";

import { createVerifier } from "@rollcall/verifier";
import { parseAuthorizerConfig } from "../config/authorizer.ts";
import { createAuthorizer } from "./gateway-authorizer.ts";

const { verifier, demand } = parseAuthorizerConfig(process.env);

/** A Lambda authorizer for API Gateway: REST APIs (TOKEN and REQUEST) and HTTP APIs (payload format 2.0, simple responses). */
export const handler = createAuthorizer(createVerifier(verifier), demand);
