import { afterAll, beforeAll, describe, expect, it } from "vitest";
import personal from "../../infra/stages/personal.ts";
import production from "../../infra/stages/production.ts";
import staging from "../../infra/stages/staging.ts";
import { type Stage, serviceVariables, variablesOf } from "../../packages/functions/src/config/stage.ts";
import { type Deployment, deploy } from "./deployment.ts";
import type { OfflineProject } from "./offline/sst.ts";
import { environmentOf, lambdaFunction } from "./plan.ts";
import { fewestSettings, stageFile } from "./settings.ts";

const stages: [name: string, file: string, Stage][] = [
  ["production", "production", production],
  ["staging", "staging", staging],
  ["ada", "personal", personal],
];

describe.each(stages)("the stage %s", (stage, file, settings) => {
  let project: OfflineProject;
  let deployment: Deployment;
  const isWithoutAddress = !settings.domain && !settings.issuer;
  beforeAll(async () => {
    const shell: Record<string, string> = isWithoutAddress ? { ISSUER: "https://auth.example.com" } : {};
    ({ project, deployment } = await deploy(stage, {}, shell));
  });
  afterAll(() => project.close());

  it(`is deployed with what infra/stages/${file}.ts says`, () => {
    const { domain, alarmEmail, apiConcurrency = 5 } = settings;
    const { resources, output } = deployment;
    const api = lambdaFunction(resources, "Api");
    const expected = Object.entries(variablesOf(settings)).filter(
      ([name, value]) => value !== "" && Object.hasOwn(serviceVariables, name),
    );
    expect(environmentOf(api)).toMatchObject(Object.fromEntries(expected));
    if (domain) expect(environmentOf(api).ISSUER).toBe(`https://${domain}`);
    expect(api.inputs.reservedConcurrentExecutions).toBe(apiConcurrency === "unreserved" ? undefined : apiConcurrency);
    expect(resources.some(({ type }) => type.startsWith("aws:sns/"))).toBe(alarmEmail !== undefined);
    expect(output.includes("Set by the shell")).toBe(isWithoutAddress);
  });
});

describe("a variable of the shell", () => {
  const settings: Stage = { ...fewestSettings, corsOrigins: ["https://www.example.com"], logLevel: "warn" };
  let project: OfflineProject;
  let deployment: Deployment;
  beforeAll(async () => {
    const shell = { CORS_ORIGINS: "tauri://localhost", API_CONCURRENCY: "unreserved", LOG_LEVEL: " " };
    ({ project, deployment } = await deploy("staging", stageFile("staging", settings), shell));
  });
  afterAll(() => project.close());

  it("counts before the file, for one deployment, and is said to", () => {
    const api = lambdaFunction(deployment.resources, "Api");
    expect(environmentOf(api)).toMatchObject({ CORS_ORIGINS: "tauri://localhost", LOG_LEVEL: "warn" });
    for (const name of ["Api", "Keys"]) {
      expect(lambdaFunction(deployment.resources, name).inputs.reservedConcurrentExecutions).toBeUndefined();
    }
    expect(deployment.output).toContain(
      "Set by the shell, whatever infra/stages/staging.ts says: API_CONCURRENCY, CORS_ORIGINS\n",
    );
  });

  it("is gone with the next deployment, as `sst diff` shows", async () => {
    const { code, output } = await project.sst(["diff"], { stage: "staging", environment: { REGISTRATION: "closed" } });
    expect(code, output).toBe(0);
    const changes = output.split("Api sst:aws:Function → ApiFunction aws:lambda:Function\n").at(-1);
    expect(changes).toContain("* environment.variables.CORS_ORIGINS = https://www.example.com\n");
    expect(changes).toContain("+ environment.variables.REGISTRATION = closed\n");
    expect(changes).toContain("+ reservedConcurrentExecutions = 5\n");
    expect(output).toContain("Set by the shell, whatever infra/stages/staging.ts says: REGISTRATION\n");
  });

  it("is asked about where it looks misspelt (Q200)", async () => {
    const { output } = await project.sst(["diff"], {
      stage: "staging",
      environment: { ALARMS_EMAIL: "ada@example.com" },
    });
    expect(output).toContain("ALARMS_EMAIL: is not a setting. Is it meant to be ALARM_EMAIL?\n");
    expect(output).not.toContain("Set by the shell");
  });
});
