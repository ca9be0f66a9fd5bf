import { describe, expect, it } from "vitest";
import type { Stage } from "../../packages/functions/src/config/stage.ts";
import { type OfflineProject, openProject, type Resource, type SstOptions } from "./offline/sst.ts";
import { fewestSettings, secrets, stageFile } from "./settings.ts";

interface Options extends Omit<SstOptions, "stage"> {
  settings?: Stage;
  edits?: Parameters<typeof openProject>[0];
}

/** Deploys to a new stage of a new project. */
async function deploy({ settings = fewestSettings, edits, ...options }: Options) {
  const project: OfflineProject = await openProject({ ...stageFile("staging", settings), ...edits });
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
    const edits = { "infra/api.ts": (text: string) => text.replace("/api.handler", "/absent.handler") };
    const { code, output, resources } = await deploy({ secrets, edits });
    expect(code).not.toBe(0);
    expect(output).toContain("packages/functions/src/lambda/absent.handler");
    expect(made(resources)).not.toContain("aws:lambda/functionUrl:FunctionUrl");
  });
});

describe("a missing or wrong secret stops a deployment before anything is made", () => {
  it.each(Object.keys(secrets))("%s: missing", async (name) => {
    const others = Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name));
    const { code, output, resources } = await deploy({ secrets: others });
    expect(code).not.toBe(0);
    expect(output).toContain(`sst secret set ${name}`);
    expect(made(resources)).toEqual([]);
  });

  it.each([
    ["SECRET_KEY", { ...secrets, SecretKey: "too-short-7pL5wR8t" }],
    ["MONGODB_URI", { ...secrets, MongodbUri: "https://cluster.example.net/7pL5wR8t" }],
    ["PASSWORD_PEPPER", { ...secrets, PasswordPepper: "too-short-7pL5wR8t" }],
  ])("%s: wrong, and its value is not repeated", async (name, wrong) => {
    const { code, output, resources } = await deploy({ secrets: wrong });
    expect(code).not.toBe(0);
    expect(output).toContain(`${name}: `);
    expect(output).not.toContain("7pL5wR8t");
    expect(made(resources)).toEqual([]);
  });
});

describe("a wrong setting stops a deployment before anything is made, and its place is named (Q200)", () => {
  it.each<[string, string, Stage]>([
    ["ISSUER", "missing", {}],
    ["ISSUER", "no origin", { issuer: "https://auth.example.com/path" }],
    ["ISSUER", "not https", { issuer: "http://auth.example.com" }],
    ["DOMAIN", "an origin", { domain: "https://auth.example.com" }],
    ["ALARM_EMAIL", "two addresses", { ...fewestSettings, alarmEmail: "ada@example.com,eve@example.com" }],
    ["ACCESS_TOKEN_TTL", "too short", { ...fewestSettings, accessTokenTtl: 5 }],
    [
      "SESSION_IDLE_TTL",
      "longer than SESSION_MAX_TTL",
      { ...fewestSettings, sessionIdleTtl: 7_200, sessionMaxTtl: 3_600 },
    ],
    ["CORS_ORIGINS", "a pattern", { ...fewestSettings, corsOrigins: ["https://*.example.com"] }],
    ["MONGODB_POOL_SIZE", "none at all", { ...fewestSettings, mongodbPoolSize: 0 }],
    ["AUDIENCES", "this service itself", { ...fewestSettings, audiences: ["https://auth.example.com"] }],
    ["AUDIENCES", "two with one name", { ...fewestSettings, audiences: ["line-items", "line.items"] }],
    ["CORS_ORIGIN", "no setting at all", { ...fewestSettings, corsOrigin: ["https://www.example.com"] } as Stage],
    ["ROUTER_SECRET_VERSION", "none at all", { ...fewestSettings, routerSecretVersion: 0 }],
    ["BREACHED_PASSWORDS", "neither", { ...fewestSettings, breachedPasswords: "rnage" }],
    ["API_CONCURRENCY", "none at all", { ...fewestSettings, apiConcurrency: 0 }],
  ])("%s: %s", async (name, _what, settings) => {
    const { code, output, resources } = await deploy({ settings, secrets });
    expect(code).not.toBe(0);
    const complained = [...output.matchAll(/\b([A-Z_]+): .* \(infra\/stages\/staging\.ts\)/g)].map(
      ([, variable]) => variable,
    );
    expect([...new Set(complained)]).toEqual([name]);
    expect(made(resources)).toEqual([]);
  });

  it("AUDIENCE: what AUDIENCES replaces", async () => {
    const { code, output } = await deploy({ environment: { AUDIENCE: "orders" }, secrets });
    expect(code).not.toBe(0);
    expect(output).toMatch(/AUDIENCE: .* \(set by the shell\)/);
  });

  it("whoever has set it", async () => {
    const environment = { CORS_ORIGINS: "https://www.example.com/", LOG_LEVEL: "DEBUG" };
    const { code, output, resources } = await deploy({ environment, secrets });
    expect(code).not.toBe(0);
    expect(output).toContain(
      "CORS_ORIGINS: is not what browsers send. Write https://www.example.com (set by the shell)",
    );
    expect(output).toContain("LOG_LEVEL: expected info, warn, error or silent (set by the shell)");
    expect(made(resources)).toEqual([]);
  });
});
