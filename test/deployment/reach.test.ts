import { describe, expect, inject, it } from "vitest";
import { lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";

const { resources: production } = inject("production");
const { resources: staging } = inject("staging");

describe.each(["production", "staging"] as const)("the function URL of %s", (stage) => {
  const { resources } = inject(stage);

  it("is the API's alone: open to all, buffered, with CORS left to the app", () => {
    const urls = resourcesOf(resources, "aws:lambda/functionUrl:FunctionUrl");
    expect(urls.map(({ inputs }) => inputs)).toEqual([
      {
        functionName: lambdaFunction(resources, "Api").inputs.name,
        authorizationType: "NONE",
        invokeMode: "BUFFERED",
      },
    ]);
  });

  it("may be called by everybody, and nothing else may be", () => {
    const permissions = resourcesOf(resources, "aws:lambda/permission:Permission").map(({ inputs }) => inputs);
    const ours = { function: lambdaFunction(resources, "Api").inputs.name, principal: "*" };
    expect(permissions).toHaveLength(2);
    expect(permissions).toContainEqual({
      ...ours,
      action: "lambda:InvokeFunctionUrl",
      functionUrlAuthType: "NONE",
    });
    expect(permissions).toContainEqual({ ...ours, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true });
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

  it("nothing is kept on the way: neither keys that may be revoked nor anybody's errors (Q93)", () => {
    const { inputs } = resourceNamed(production, "aws:cloudfront/distribution:Distribution", "RouterCdnDistribution");
    expect(inputs.defaultCacheBehavior).toMatchObject({ cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" });
    const errors = inputs.customErrorResponses as { errorCode: number; errorCachingMinTtl: number }[];
    expect(errors.map(({ errorCode }) => errorCode)).toEqual(
      expect.arrayContaining([400, 403, 404, 500, 502, 503, 504]),
    );
    expect(new Set(errors.map(({ errorCachingMinTtl }) => errorCachingMinTtl))).toEqual(new Set([0]));
  });

  it("requests for that name go to the function URL", () => {
    const { host } = new URL(
      String(resourceNamed(production, "aws:lambda/functionUrl:FunctionUrl", "ApiUrl").outputs.functionUrl),
    );
    const routes = production.filter(({ name }) => name.endsWith(".KvKeys"));
    expect(routes.map(({ inputs }) => JSON.parse((inputs.entries as { metadata: string }).metadata).host)).toEqual([
      host,
    ]);
  });
});

describe("without `domain`", () => {
  it("there is no distribution, no certificate and no record", () => {
    expect(staging.filter(({ type }) => /^aws:(cloudfront|acm|route53)\//.test(type))).toEqual([]);
  });
});
