import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { variablesOf } from "../../packages/functions/src/config/stage.ts";
import { environmentOf, lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";
import { serviceSettings } from "./settings.ts";

const always = [
  { name: "Api", source: "api", memorySize: 1024, timeout: 20 },
  { name: "Keys", source: "keys", memorySize: 512, timeout: 10 },
  { name: "RotateKeysHandler", source: "rotate-keys", memorySize: 512, timeout: 60 },
  { name: "RelayHandler", source: "relay", memorySize: 512, timeout: 60 },
  { name: "RemoveExpiredHandler", source: "remove-expired", memorySize: 512, timeout: 600 },
];

/** With an authorizer for each service that is listed, of which staging lists none. */
const functions = [
  ...always,
  { name: "Bounces", source: "bounces", memorySize: 512, timeout: 20 },
  { name: "AuthorizerOrders", source: "authorizer", memorySize: 512, timeout: 5 },
  { name: "AuthorizerBillingExampleCom", source: "authorizer", memorySize: 512, timeout: 5 },
];

const stages = [
  { stage: "production", functions, retentionInDays: 90 },
  { stage: "staging", functions: always, retentionInDays: 7 },
] as const;

describe.each(stages)("the functions of $stage", ({ stage, functions, retentionInDays }) => {
  const { resources } = inject(stage);

  it("are these and no others", () => {
    const names = resources.filter(({ type }) => type === "sst:aws:Function").map(({ name }) => name);
    expect(names.toSorted()).toEqual(functions.map(({ name }) => name).toSorted());
  });

  it.each(functions)("$name runs $source.ts on Node 24, arm64, for $timeout seconds at most", (expected) => {
    const component = resourceNamed(resources, "sst:aws:Function", expected.name);
    expect(component.outputs._metadata).toMatchObject({
      handler: `packages/functions/src/lambda/${expected.source}.handler`,
    });
    expect(lambdaFunction(resources, expected.name).inputs).toMatchObject({
      name: `rollcall-${stage}-${expected.name.replace("Handler", "")}`,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: expected.memorySize,
      timeout: expected.timeout,
    });
  });

  it.each(functions)(`$name logs JSON to a group that keeps it for ${retentionInDays} days`, ({ name }) => {
    const lambda = lambdaFunction(resources, name);
    const group = resourceNamed(resources, "aws:cloudwatch/logGroup:LogGroup", `${name}LogGroup`);
    expect(lambda.inputs.loggingConfig).toEqual({ logFormat: "JSON", logGroup: group.inputs.name });
    expect(group.inputs).toEqual({ name: `/aws/lambda/${lambda.inputs.name}`, retentionInDays });
  });
});

describe("the artifact", () => {
  const { artifacts, resources } = inject("production");

  it.each(functions)("of $name holds its handler, minified", ({ name }) => {
    const { directory, handler } = artifacts[name] ?? { directory: "", handler: "" };
    const [file, exported] = handler.split(".");
    expect(readFileSync(join(directory, `${file}.mjs`), "utf8")).toMatch(
      new RegExp(`export *\\{[^}]*\\b${exported}\\b`),
    );
    const code = globSync("*.mjs", { cwd: directory }).map((part) => readFileSync(join(directory, part), "utf8"));
    // Source of this length has some 40 characters a line.
    expect(code.join("").length / code.join("").split("\n").length).toBeGreaterThan(400);
  });

  it.each(functions)("of $name has its source map in the asset bucket, not in the zip", ({ name }) => {
    const { directory } = artifacts[name] ?? { directory: "" };
    const files = globSync("**/*", { cwd: directory }).filter((file) => statSync(join(directory, file)).isFile());
    expect(files).toContain("bundle.mjs");
    expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
    const code = resourceNamed(resources, "aws:s3/bucketObjectv2:BucketObjectv2", `${name}Code`);
    // One for each part of what is split.
    const maps = resourcesOf(resources, "aws:s3/bucketObjectv2:BucketObjectv2").filter((object) =>
      new RegExp(`^${name}Sourcemap\\d+$`).test(object.name),
    );
    expect(new Set(maps.map(({ inputs }) => inputs.bucket))).toEqual(new Set([code.inputs.bucket]));
    expect(maps.map(({ inputs }) => inputs.key)).toContainEqual(
      expect.stringMatching(/^sourcemap\/.*\.bundle\.mjs\.map$/),
    );
    expect(lambdaFunction(resources, name).inputs.s3Key).toBe(code.inputs.key);
  });
});

describe("the environment", () => {
  const production = inject("production").resources;
  const staging = inject("staging").resources;

  it("of the API holds every setting of its stage", () => {
    expect(environmentOf(lambdaFunction(production, "Api"))).toMatchObject({
      ...variablesOf(serviceSettings),
      ISSUER: "https://auth.example.com",
      ROUTER_SECRET_VERSION: "2",
    });
  });

  it("of the API holds nothing but the issuer, the pool and its secrets' names where the stage sets nothing", () => {
    expect(Object.keys(environmentOf(lambdaFunction(staging, "Api"))).toSorted()).toEqual([
      "ISSUER",
      "MONGODB_POOL_SIZE",
      "MONGODB_URI_PARAMETER",
      "RELAY_FUNCTION",
      "SECRETS_VERSION",
      "SECRET_KEY_PARAMETER",
    ]);
  });

  it.each([
    [
      "Keys",
      [
        "ACCESS_TOKEN_TTL",
        "CORS_ORIGINS",
        "ISSUER",
        "LOG_LEVEL",
        "MONGODB_POOL_SIZE",
        "MONGODB_URI_PARAMETER",
        "SECRETS_VERSION",
      ],
    ],
    ["AuthorizerOrders", ["AUDIENCES", "AUTHORIZER_ACR", "AUTHORIZER_MAX_AGE", "ISSUER", "JWKS_URI"]],
    ["AuthorizerBillingExampleCom", ["AUDIENCES", "AUTHORIZER_ACR", "AUTHORIZER_MAX_AGE", "ISSUER", "JWKS_URI"]],
    [
      "RotateKeysHandler",
      [
        "ACCESS_TOKEN_TTL",
        "MONGODB_POOL_SIZE",
        "MONGODB_URI_PARAMETER",
        "SECRETS_VERSION",
        "SECRET_KEY_PARAMETER",
        "SIGNING_ALG",
      ],
    ],
    ["RemoveExpiredHandler", ["MONGODB_POOL_SIZE", "MONGODB_URI_PARAMETER", "SECRETS_VERSION"]],
  ])("of %s holds only what it needs", (name, variables) => {
    expect(Object.keys(environmentOf(lambdaFunction(production, name))).toSorted()).toEqual(variables);
  });
});

describe("each authorizer", () => {
  const { resources } = inject("production");

  it.each([
    ["AuthorizerOrders", "orders"],
    ["AuthorizerBillingExampleCom", "https://billing.example.com"],
  ])("%s accepts the tokens of one service, %s (Q187)", (name, audience) => {
    const { inputs } = lambdaFunction(resources, name);
    expect(environmentOf({ inputs } as never)).toMatchObject({ AUDIENCES: audience });
    expect(inputs.description).toContain(audience);
  });
});

describe("the capacity", () => {
  const capacities = [
    { stage: "production", reserved: 20, poolSize: "3", origin: "as its stage says" },
    { stage: "staging", reserved: 5, poolSize: "2", origin: "by default" },
  ] as const;

  it.each(capacities)(
    "of the API in $stage is $reserved environments with $poolSize connections each, $origin",
    ({ stage, reserved, poolSize }) => {
      const api = lambdaFunction(inject(stage).resources, "Api");
      expect(api.inputs.reservedConcurrentExecutions).toBe(reserved);
      expect(environmentOf(api).MONGODB_POOL_SIZE).toBe(poolSize);
    },
  );
});
