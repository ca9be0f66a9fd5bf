import type { TestProject } from "vitest/node";
import { installSstPlatform } from "../../scripts/sst-platform.ts";
import { type Deployment, deploy } from "./deployment.ts";
import type { OfflineProject } from "./offline/sst.ts";
import { everySetting, fewestSettings, stageFile } from "./settings.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** With every setting of the deployment. */
    production: Deployment;
    /** With those settings only that it cannot do without. */
    staging: Deployment;
  }
}

/** Deploys both kinds of stages, once for all files. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await installSstPlatform();
  const projects: OfflineProject[] = [];
  const close = async () => {
    for (const project of projects) await project.close();
  };
  try {
    for (const [stage, settings] of [
      ["production", everySetting],
      ["staging", fewestSettings],
    ] as const) {
      const { project, deployment } = await deploy(stage, stageFile(stage, settings));
      projects.push(project);
      provide(stage, deployment);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}
