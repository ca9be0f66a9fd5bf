import { describe, expect, it } from "vitest";
import { type OfflineProject, openProject, type SstOptions } from "./offline/sst.ts";
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

describe("a deployment fails before it changes anything", () => {
  it.each(Object.keys(secrets))("without the secret %s", async (name) => {
    const others = Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name));
    const { code, output, resources } = await deploy({ environment: fewestSettings, secrets: others });
    expect(code).not.toBe(0);
    expect(output).toContain(`sst secret set ${name}`);
    expect(resources).toEqual([]);
  });

  it("when a handler is not there", async () => {
    const { code, output, resources } = await deploy(
      { environment: fewestSettings, secrets },
      { "infra/api.ts": (text) => text.replace("/api.handler", "/absent.handler") },
    );
    expect(code).not.toBe(0);
    expect(output).toContain("packages/functions/src/lambda/absent.handler");
    expect(resources).toEqual([]);
  });

  it.each([
    ["ISSUER", "which is missing", {}],
    ["ISSUER", "which is no origin", { ISSUER: "https://auth.example.com/path" }],
    ["ISSUER", "which is not https", { ISSUER: "http://auth.example.com" }],
    ["ACCESS_TOKEN_TTL", "which is too short", { ...everySetting, ACCESS_TOKEN_TTL: "5" }],
    ["CORS_ORIGINS", "which are no origins", { ...everySetting, CORS_ORIGINS: "*" }],
    ["MONGODB_POOL_SIZE", "which is no number", { ...everySetting, MONGODB_POOL_SIZE: "many" }],
    ["API_CONCURRENCY", "which is nothing", { ...everySetting, API_CONCURRENCY: "0" }],
  ] as [string, string, Record<string, string>][])("for %s, %s", async (name, _reason, environment) => {
    const { code, output, resources } = await deploy({ environment, secrets });
    expect(code).not.toBe(0);
    expect(output).toContain(`${name}: `);
    expect(resources).toEqual([]);
  });
});
