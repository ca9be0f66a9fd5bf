import type { Stage } from "../../packages/functions/src/config/stage.ts";
import { type OfflineProject, openProject, type Resource, type SstOptions } from "./offline/sst.ts";
import { fewestSettings, stageFile } from "./settings.ts";

interface Options extends Omit<SstOptions, "stage"> {
  settings?: Stage;
  edits?: Parameters<typeof openProject>[0];
}

/** Deploys to a new stage of a new project, which may fail. */
export async function attempt({ settings = fewestSettings, edits, ...options }: Options) {
  const project: OfflineProject = await openProject({ ...stageFile("staging", settings), ...edits });
  try {
    const finished = await project.sst(["deploy"], { stage: "staging", ...options });
    return { ...finished, resources: project.plan("staging") };
  } finally {
    await project.close();
  }
}

/** The types of what there is of a stage. */
export const made = (resources: readonly Resource[]) =>
  resources.filter(({ custom }) => custom).map(({ type }) => type);
