import type { TestProject } from "vitest/node";
import { installSstPlatform } from "../../scripts/sst-platform.ts";
import { type Deployment, deploy } from "./deployment.ts";
import type { OfflineProject } from "./offline/sst.ts";
import { everySetting, fewestSettings, optionalSecrets, secrets, stageFile } from "./settings.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** With every setting and every secret of the deployment. */
    production: Deployment;
    /** With those settings and secrets only that it cannot do without. */
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
    for (const [stage, settings, given] of [
      ["production", everySetting, { ...secrets, ...optionalSecrets }],
      ["staging", fewestSettings, secrets],
    ] as const) {
      const { project, deployment } = await deploy(stage, stageFile(stage, settings), {}, given);
      projects.push(project);
      provide(stage, deployment);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}
