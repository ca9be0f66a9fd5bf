import { createRemoteJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { nameAuthorizers } from "../../infra/audiences.ts";
import { createVerifier } from "../../packages/client/src/verifier/index.ts";
import { createAuthorizer } from "../../packages/functions/src/lambda/gateway-authorizer.ts";
import { bodyOf } from "../support/accounts.ts";
import { snippet, startIssuer, tokensFor } from "../support/verify-tokens.ts";

interface AuthorizerArguments {
  name: string;
  jwt?: { issuer: string; audiences: string[] };
  lambda?: { function: string };
}

interface RouteArguments {
  auth: { jwt?: { authorizer: string }; lambda?: string };
}

/** Runs infrastructure code of the document; what it asks SST for. */
function plan(code: string) {
  const authorizers: AuthorizerArguments[] = [];
  const routes: [route: string, handler: string, args: RouteArguments][] = [];
  class ApiGatewayV2 {
    addAuthorizer(args: AuthorizerArguments) {
      return { id: `id-${authorizers.push(args)}` };
    }
    route(...args: (typeof routes)[number]) {
      routes.push(args);
    }
  }
  new Function("sst", code)({ aws: { ApiGatewayV2 } });
  return { authorizer: authorizers[0], auth: routes[0]?.[2].auth };
}

/** An HTTP API's JWT authorizer, as AWS documents what it checks: RSA alone, and nothing of `typ`. */
async function jwtAuthorizer({ issuer, audiences }: NonNullable<AuthorizerArguments["jwt"]>) {
  const metadata = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { jwks_uri } = await bodyOf<{ jwks_uri: string }>(metadata);
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  const times = { requiredClaims: ["exp"], maxTokenAge: "1h", clockTolerance: 60 };
  const options = { issuer, audience: audiences, algorithms: ["RS256"], ...times };
  return async (token: string) => (await jwtVerify(token, keys, options)).payload;
}

describe("what docs/verify-tokens.md says of API Gateway", () => {
  it("lets its JWT authorizer accept what is for the service, and nothing that others get (Q91, Q187)", async () => {
    const issuer = await startIssuer({ signingAlgorithm: "RS256" });
    const { sub, good, bad } = await tokensFor(issuer);
    const { authorizer, auth } = plan(issuer.told(snippet("jwt-authorizer.ts")));
    if (!authorizer?.jwt) throw new Error("No JWT authorizer is planned");
    expect(auth).toEqual({ jwt: { authorizer: "id-1" } });
    const verify = await jwtAuthorizer(authorizer.jwt);
    for (const token of Object.values(good)) expect(await verify(token)).toMatchObject({ sub });
    const { "of another kind": _, "without an account": __, ...refused } = bad;
    for (const [name, token] of Object.entries(refused)) await expect(verify(token), name).rejects.toThrow();
  });

  it("names the Lambda authorizer that is deployed for the service (Q187)", async () => {
    const issuer = await startIssuer();
    const { sub, good, bad } = await tokensFor(issuer);
    const { authorizer, auth } = plan(snippet("lambda-authorizer.ts"));
    const prefix = "rollcall-production-";
    const name = nameAuthorizers(["orders"], prefix).get("orders");
    expect(authorizer?.lambda?.function).toMatch(new RegExp(`:function:${prefix}${name}$`));
    expect(auth).toEqual({ lambda: "id-1" });
    const verify = createVerifier({ issuer: issuer.url, audience: "orders" });
    const ask = (token: string) =>
      createAuthorizer(verify)({
        type: "REQUEST",
        version: "2.0",
        routeArn: "arn:aws:execute-api:eu-central-1:123456789012:api/$default/GET/orders",
        headers: { authorization: `Bearer ${token}` },
      });
    for (const token of Object.values(good)) expect(await ask(token)).toMatchObject({ context: { userId: sub } });
    for (const token of Object.values(bad)) expect(await ask(token)).toEqual({ isAuthorized: false });
  });
});
