import { describe, expect, inject, it } from "vitest";
import { createSecrets } from "../../packages/core/src/kernel/secrets.ts";
import { routerPass } from "../../packages/functions/src/lambda/router-pass.ts";
import type { Resource } from "./offline/sst.ts";
import { environmentOf, lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";
import { secrets } from "./settings.ts";

const { resources: production } = inject("production");
const { resources: staging } = inject("staging");

const urlOf = (name: string, resources: readonly Resource[]) =>
  String(resourceNamed(resources, "aws:lambda/functionUrl:FunctionUrl", `${name}Url`).outputs.functionUrl);

describe.each(["production", "staging"] as const)("the function URLs of %s", (stage) => {
  const { resources } = inject(stage);
  const names = ["Api", "Keys"].map((name) => lambdaFunction(resources, name).inputs.name);

  it("are those of the API and of the keys: open to all, buffered, with CORS left to the app", () => {
    const urls = resourcesOf(resources, "aws:lambda/functionUrl:FunctionUrl").map(({ inputs }) => inputs);
    expect(urls).toHaveLength(2);
    for (const functionName of names) {
      expect(urls).toContainEqual({ functionName, authorizationType: "NONE", invokeMode: "BUFFERED" });
    }
  });

  it("may be called by everybody, and nothing else may be", () => {
    const permissions = resourcesOf(resources, "aws:lambda/permission:Permission").map(({ inputs }) => inputs);
    expect(permissions.filter(({ principal }) => principal === "*")).toHaveLength(4);
    for (const name of names) {
      const ours = { function: name, principal: "*" };
      expect(permissions).toContainEqual({
        ...ours,
        action: "lambda:InvokeFunctionUrl",
        functionUrlAuthType: "NONE",
      });
      expect(permissions).toContainEqual({ ...ours, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true });
    }
  });

  it("are told by the deployment, that of the key set in full", () => {
    expect(inject(stage).output).toContain(`keys: ${urlOf("Keys", resources)}.well-known/jwks.json\n`);
  });
});

describe("the key set", () => {
  it("is served apart from the sign-ins, however many there are at the moment (Q89)", () => {
    expect(lambdaFunction(production, "Api").inputs.reservedConcurrentExecutions).toBe(20);
    expect(lambdaFunction(production, "Keys").inputs.reservedConcurrentExecutions).toBe(5);
  });

  it("is what the authorizers read, without a detour", () => {
    for (const name of ["AuthorizerOrders", "AuthorizerBillingExampleCom"]) {
      const { JWKS_URI } = environmentOf(lambdaFunction(production, name));
      expect(JWKS_URI).toBe(`${urlOf("Keys", production)}.well-known/jwks.json`);
    }
  });
});

describe("with `domain`", () => {
  it("a distribution answers under that name, over TLS only", () => {
    const { inputs } = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    expect(inputs).toMatchObject({
      aliases: ["auth.example.com"],
      enabled: true,
      defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
      viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
    });
  });

  it("the domain gets a certificate and its records", () => {
    expect(resourcesOf(production, "aws:acm/certificate:Certificate").map(({ inputs }) => inputs.domainName)).toEqual([
      "auth.example.com",
    ]);
    const records = resourcesOf(production, "aws:route53/record:Record").map(({ inputs }) => inputs);
    expect(records).toContainEqual(expect.objectContaining({ type: "A", name: "auth.example.com" }));
    expect(records).toContainEqual(expect.objectContaining({ type: "AAAA", name: "auth.example.com" }));
  });

  it("nobody signs requests in the client's place, so that Authorization arrives", () => {
    expect(production.filter(({ type }) => /OriginAccessControl/i.test(type))).toEqual([]);
    const { inputs } = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    expect(inputs.tags).toMatchObject({ "sst:ref:protection": "none" });
  });

  it("the distribution shows the API that it is the distribution, over whatever a client sends (Q33)", () => {
    const { inputs } = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    const value = routerPass(createSecrets([secrets.SecretKey]), 2);
    expect(inputs.origins).toEqual([
      expect.objectContaining({ originId: "default", customHeaders: [{ name: "x-rollcall-router", value }] }),
    ]);
    expect(inputs.defaultCacheBehavior).toMatchObject({ targetOriginId: "default" });
  });

  it("what its routing puts in the place of that origin has no header of its own, so that this one stays (Q33)", () => {
    const type = "aws:cloudfront/function:Function";
    const { inputs } = resourceNamed(production, type, "RouterCloudfrontFunctionRequest");
    expect(inputs.code).toContain("updateRequestOrigin");
    expect(inputs.code).not.toContain("customHeaders");
  });

  it("the API has the key that this follows from, and its version, and learns of either after the distribution (Q33)", () => {
    const api = lambdaFunction(production, "Api");
    expect(environmentOf(api)).toMatchObject({
      ROUTER_SECRET_VERSION: "2",
      SECRET_KEY_PARAMETER: "/rollcall/production/SecretKey",
    });
    // SST hands the distribution out when this says that it is the same everywhere.
    const waiter = production.find(({ name }) => name.startsWith("RouterCdnWaiter"));
    expect(waiter?.inputs).toMatchObject({ wait: true });
    const distribution = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    expect(api.dependencies).toContain(distribution.urn);
    const key = resourceNamed(production, "aws:ssm/parameter:Parameter", "SecretKeyParameter");
    expect(key.dependencies).toContain(distribution.urn);
  });

  it("the address of a client arrives, as CloudFront has seen it (Q33)", () => {
    const { inputs } = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    // AllViewerExceptHostHeader: all viewer headers but Host, and those of CloudFront that tell where a viewer is.
    const originRequestPolicyId = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
    expect(inputs.defaultCacheBehavior).toMatchObject({ originRequestPolicyId });
    expect(inputs.orderedCacheBehaviors ?? []).toEqual([]);
  });

  it("nothing is kept on the way: neither keys that may be revoked nor anybody's errors (Q93)", () => {
    const { inputs } = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    expect(inputs.defaultCacheBehavior).toMatchObject({ cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" });
    const errors = inputs.customErrorResponses as { errorCode: number; errorCachingMinTtl: number }[];
    expect(errors.map(({ errorCode }) => errorCode)).toEqual(
      expect.arrayContaining([400, 403, 404, 500, 502, 503, 504]),
    );
    expect(new Set(errors.map(({ errorCachingMinTtl }) => errorCachingMinTtl))).toEqual(new Set([0]));
  });

  it("requests for that name go to the API, and those for the key set and the probes to their own function", () => {
    const inputsOf = (kind: string) => production.filter(({ name }) => name.endsWith(kind)).map(({ inputs }) => inputs);
    const hosts = new Map(
      inputsOf(".KvKeys").map(({ namespace, entries }) => [
        namespace,
        JSON.parse((entries as { metadata: string }).metadata).host,
      ]),
    );
    const routes = inputsOf(".KvRoutesUpdate").map(({ entry }) => {
      const [kind, namespace, domain, path] = String(entry).split(",");
      return [kind, domain, path, hosts.get(namespace)];
    });
    const [api, keys] = ["Api", "Keys"].map((name) => new URL(urlOf(name, production)).host);
    expect(routes.toSorted()).toEqual([
      ["url", "", "", api],
      ["url", "", "/.well-known", keys],
      ["url", "", "/health", keys],
      ["url", "", "/ready", keys],
    ]);
  });
});

describe("without `domain`", () => {
  it("there is no distribution, no certificate and no record", () => {
    expect(staging.filter(({ type }) => /^aws:(cloudfront|acm|route53)\//.test(type))).toEqual([]);
  });

  it("the API waits for no router: its function URL answers (Q33)", () => {
    expect(environmentOf(lambdaFunction(staging, "Api"))).not.toHaveProperty("ROUTER_SECRET_VERSION");
  });
});
