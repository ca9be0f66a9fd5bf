import { describe, expect, it } from "vitest";
import { type OfflineProject, openProject, type Resource, type SstOptions } from "./offline/sst.ts";
import { everySetting, fewestSettings, secrets } from "./settings.ts";

type Edits = Parameters<typeof openProject>[0];

/** Deploys to a new stage of a new project. */
async function deploy(options: Omit<SstOptions, "stage">, edits?: Edits) {
  const project: OfflineProject = await openProject(edits);
  try {
    const finished = await project.sst(["deploy"], { stage: "staging", ...options });
    return { ...finished, resources: project.plan("staging") };
  } finally {
    await project.close();
  }
}

const made = (resources: readonly Resource[]) => resources.filter(({ custom }) => custom).map(({ type }) => type);

describe("what cannot be built stops a deployment, with the API untouched", () => {
  it("a handler", async () => {
    const { code, output, resources } = await deploy(
      { environment: fewestSettings, secrets },
      { "infra/api.ts": (text) => text.replace("/api.handler", "/absent.handler") },
    );
    expect(code).not.toBe(0);
    expect(output).toContain("packages/functions/src/lambda/absent.handler");
    expect(made(resources)).not.toContain("aws:lambda/functionUrl:FunctionUrl");
  });
});

describe("a missing or wrong secret stops a deployment before anything is made", () => {
  it.each(Object.keys(secrets))("%s: missing", async (name) => {
    const others = Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name));
    const { code, output, resources } = await deploy({ environment: fewestSettings, secrets: others });
    expect(code).not.toBe(0);
    expect(output).toContain(`sst secret set ${name}`);
    expect(made(resources)).toEqual([]);
  });

  it.each([
    ["SECRET_KEY", { ...secrets, SecretKey: "too-short-7pL5wR8t" }],
    ["MONGODB_URI", { ...secrets, MongodbUri: "https://cluster.example.net/7pL5wR8t" }],
  ])("%s: wrong, and its value is not repeated", async (name, wrong) => {
    const { code, output, resources } = await deploy({ environment: fewestSettings, secrets: wrong });
    expect(code).not.toBe(0);
    expect(output).toContain(`${name}: `);
    expect(output).not.toContain("7pL5wR8t");
    expect(made(resources)).toEqual([]);
  });
});

describe("a wrong setting stops a deployment before anything is made", () => {
  it.each([
    ["ISSUER", "missing", {}],
    ["ISSUER", "no origin", { ISSUER: "https://auth.example.com/path" }],
    ["ISSUER", "not https", { ISSUER: "http://auth.example.com" }],
    ["ACCESS_TOKEN_TTL", "too short", { ...everySetting, ACCESS_TOKEN_TTL: "5" }],
    ["CORS_ORIGINS", "no origins", { ...everySetting, CORS_ORIGINS: "*" }],
    ["MONGODB_POOL_SIZE", "no number", { ...everySetting, MONGODB_POOL_SIZE: "many" }],
    ["AUDIENCE", "what AUDIENCES replaces", { ...everySetting, AUDIENCE: "orders" }],
    ["AUDIENCES", "this service itself", { ...everySetting, AUDIENCES: "https://auth.example.com" }],
    ["AUDIENCES", "two with one name", { ...everySetting, AUDIENCES: "line-items,line.items" }],
    ["API_CONCURRENCY", "none at all", { ...everySetting, API_CONCURRENCY: "0" }],
  ] as [string, string, Record<string, string>][])("%s: %s", async (name, _what, environment) => {
    const { code, output, resources } = await deploy({ environment, secrets });
    expect(code).not.toBe(0);
    expect(output).toContain(`${name}: `);
    expect(made(resources)).toEqual([]);
  });
});
