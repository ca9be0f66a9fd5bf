import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { createSecrets } from "../../packages/core/src/kernel/secrets.ts";
import { routerPass } from "../../packages/functions/src/lambda/router-pass.ts";
import type { Resource } from "./offline/sst.ts";
import { environmentOf, lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";
import { databasePassword, optionalSecrets, secrets } from "./settings.ts";
import { found, tracesOf } from "./traces.ts";

/** What the router shows the API in production, which has one. */
const pass = routerPass(createSecrets([secrets.SecretKey]), 2);
const traces = [...Object.values({ ...secrets, ...optionalSecrets }), databasePassword].flatMap(tracesOf);
const parameterType = "aws:ssm/parameter:Parameter";

describe.each(["production", "staging"] as const)("the secrets of %s", (stage) => {
  const { plan, resources, artifacts, output, stored } = inject(stage);

  it.each(["SecretKey", "MongodbUri"] as const)("%s goes to an encrypted parameter", (name) => {
    const { inputs } = resourceNamed(resources, parameterType, `${name}Parameter`);
    expect(inputs).toEqual({ name: `/rollcall/${stage}/${name}`, type: "SecureString", value: secrets[name] });
  });

  it("are named in the environments of the functions, not held there", () => {
    expect(environmentOf(lambdaFunction(resources, "Api"))).toMatchObject({
      SECRET_KEY_PARAMETER: `/rollcall/${stage}/SecretKey`,
      MONGODB_URI_PARAMETER: `/rollcall/${stage}/MongodbUri`,
    });
    for (const lambda of resourcesOf(resources, "aws:lambda/function:Function")) {
      expect(found(JSON.stringify(environmentOf(lambda)), traces), lambda.name).toEqual([]);
    }
  });

  it("start every function anew when they change", () => {
    const versionOf = (parameter: string) =>
      String(resourceNamed(resources, "aws:ssm/parameter:Parameter", `${parameter}Parameter`).outputs.version);
    const [secretKey, mongodbUri] = ["SecretKey", "MongodbUri"].map(versionOf);
    expect(secretKey).not.toBe(mongodbUri);
    const pepper = stage === "production" ? `.${versionOf("PasswordPepper")}` : "";
    for (const [name, version] of [
      ["Api", `${secretKey}.${mongodbUri}${pepper}`],
      ["RotateKeysHandler", `${secretKey}.${mongodbUri}`],
      ["RemoveExpiredHandler", mongodbUri],
      ["Keys", mongodbUri],
    ] as const)
      expect(environmentOf(lambdaFunction(resources, name)).SECRETS_VERSION, name).toBe(version);
  });

  it("are given to no other resource of the cloud", () => {
    const given = resources.filter(({ custom }) => custom).map(withoutParameterValue);
    expect(found(JSON.stringify(given), traces)).toEqual([]);
  });

  it("are masked in the plan", () => {
    expect(found(JSON.stringify(plan), traces)).toEqual([]);
    for (const { inputs } of resourcesOf(plan, parameterType)) expect(inputs.value).toBe("[secret]");
  });

  it("are in no artifact", () => {
    for (const { directory } of Object.values(artifacts)) {
      const files = globSync("**/*", { cwd: directory, exclude: [] }).map((file) => join(directory, file));
      for (const file of files.filter((file) => statSync(file).isFile())) {
        expect(found(readFileSync(file, "latin1"), traces), file).toEqual([]);
      }
    }
  });

  it("are not printed", () => {
    expect(output).toContain('Set "SecretKey"');
    expect(found(output, traces)).toEqual([]);
  });

  it("are stored encrypted, with the state", () => {
    expect(stored).toContain(`/rollcall/${stage}/SecretKey`);
    expect(found(stored, traces)).toEqual([]);
  });
});

describe("the pepper of passwords", () => {
  it("goes to an encrypted parameter, which the API alone is told of, where it is set (Q260)", () => {
    const { resources } = inject("production");
    const { inputs } = resourceNamed(resources, parameterType, "PasswordPepperParameter");
    const name = "/rollcall/production/PasswordPepper";
    expect(inputs).toEqual({ name, type: "SecureString", value: optionalSecrets.PasswordPepper });
    const told = resourcesOf(resources, "aws:lambda/function:Function").filter(
      (lambda) => environmentOf(lambda).PASSWORD_PEPPER_PARAMETER === name,
    );
    expect(told.map((lambda) => lambda.name)).toEqual(["ApiFunction"]);
  });

  it("is nowhere in a stage that does without it (Q260)", () => {
    const { resources } = inject("staging");
    expect(environmentOf(lambdaFunction(resources, "Api"))).not.toHaveProperty("PASSWORD_PEPPER_PARAMETER");
    const parameters = resourcesOf(resources, parameterType).map(({ name }) => name);
    expect(parameters.toSorted()).toEqual(["MongodbUriParameter", "SecretKeyParameter"]);
  });
});

/** A parameter's value is the one place for a secret. */
function withoutParameterValue(resource: Resource): Resource {
  if (resource.type !== parameterType) return resource;
  const { value: _input, ...inputs } = resource.inputs;
  const { value: _output, ...outputs } = resource.outputs;
  return { ...resource, inputs, outputs };
}

describe("what the router shows the API", () => {
  const { plan, resources, artifacts, output, stored } = inject("production");

  it("is given to the distribution alone (Q33)", () => {
    const holders = resources.filter((resource) => found(JSON.stringify(resource), tracesOf(pass)).length > 0);
    expect([...new Set(holders.filter(({ custom }) => custom).map(({ type }) => type))]).toEqual([
      "aws:cloudfront/distribution:Distribution",
    ]);
  });

  it("is neither in the plan, nor printed, nor stored in the clear, nor in an artifact", () => {
    expect(found(JSON.stringify(plan), tracesOf(pass))).toEqual([]);
    expect(found(output + stored, tracesOf(pass))).toEqual([]);
    for (const { directory } of Object.values(artifacts)) {
      for (const file of globSync("*.mjs", { cwd: directory }))
        expect(found(readFileSync(join(directory, file), "latin1"), tracesOf(pass)), file).toEqual([]);
    }
  });
});

describe("a secret that gets somewhere", () => {
  const forms: [string, (secret: string) => string][] = [
    ["as it is", (secret) => secret],
    ["in an address", (secret) => encodeURIComponent(secret)],
    ["in JSON within JSON", (secret) => JSON.stringify({ secret })],
    ["in hex", (secret) => Buffer.from(secret).toString("hex")],
    ["in base64", (secret) => Buffer.from(secret).toString("base64")],
    ["within something in base64", (secret) => Buffer.from(`{"uri":"${secret}"}`).toString("base64")],
    ["within something longer in base64url", (secret) => Buffer.from(`{ "uri":"${secret}" }`).toString("base64url")],
  ];

  it.each(forms)("is found %s", (_where, form) => {
    for (const secret of [secrets.SecretKey, secrets.MongodbUri, databasePassword]) {
      expect(found(`before ${form(secret)} after`, tracesOf(secret))).not.toEqual([]);
    }
  });

  it("is found in what the cloud is given, where it belongs", () => {
    expect(found(JSON.stringify(inject("production").resources), traces)).not.toEqual([]);
  });
});
