import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type OfflineProject, openProject } from "./offline/sst.ts";
import { fewestSettings, secrets, stageFile } from "./settings.ts";

const retained = (stage: "production" | "staging") =>
  inject(stage)
    .resources.filter(({ retainOnDelete }) => retainOnDelete)
    .map(({ name }) => name)
    // Source maps are small, and explain logs that outlive the function.
    .filter((name) => !/Sourcemap\d+$/.test(name))
    .toSorted();

describe("the stage production", () => {
  let project: OfflineProject;
  beforeAll(async () => {
    project = await openProject();
  });
  afterAll(() => project.close());

  it("is not removed", async () => {
    const { code, output } = await project.sst(["remove"], { stage: "production" });
    expect(code).not.toBe(0);
    expect(output).toContain("Cannot remove protected stage");
  });

  it("keeps its secrets even when their resources go", () => {
    expect(retained("production")).toEqual(["MongodbUriParameter", "PasswordPepperParameter", "SecretKeyParameter"]);
  });
});

describe("another stage", () => {
  it("is removed, and keeps nothing but source maps", async () => {
    expect(retained("staging")).toEqual([]);
    const project = await openProject(stageFile("staging", fewestSettings));
    try {
      const deployed = await project.sst(["deploy"], { stage: "staging", secrets });
      expect(deployed.code, deployed.output).toBe(0);
      const removed = await project.sst(["remove"], { stage: "staging" });
      expect(removed.code, removed.output).toBe(0);
      expect(removed.output).toContain("SecretKeyParameter aws:ssm:Parameter");
      expect(project.plan("staging")).toEqual([]);
    } finally {
      await project.close();
    }
  });
});

describe("what app() returns", () => {
  it("has no key that SST does not know", async () => {
    const platform = readFileSync(new URL("../../.sst/platform/src/config.ts", import.meta.url), "utf8");
    const body = /export interface App \{\n(.*?)^\}/ms.exec(platform)?.[1] ?? "";
    const known = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, key]) => key);
    expect(known).toContain("removal");
    Object.assign(globalThis, { $config: (config: unknown) => config });
    // By its address, or the compiler would take SST's platform into this project.
    const { default: config } = await import(new URL("../../sst.config.ts", import.meta.url).href);
    for (const stage of ["production", "staging"]) {
      const app = config.app({ stage });
      expect(known).toEqual(expect.arrayContaining(Object.keys(app)));
    }
  });
});
