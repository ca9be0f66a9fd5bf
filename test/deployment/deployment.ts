import { type OfflineProject, openProject, type Resource } from "./offline/sst.ts";
import { secrets } from "./settings.ts";

/** What is deployed as one function. */
export interface Artifact {
  /** The folder that becomes the function's task root. */
  directory: string;
  /** `file.export`, as Lambda's configuration names it. */
  handler: string;
}

/** What `sst deploy` would make of a stage. */
export interface Deployment {
  /** With "[secret]" for what SST and its engine keep secret. */
  plan: Resource[];
  /** The same with secrets in the clear: what the cloud is given. */
  resources: Resource[];
  /** By the name of the function. */
  artifacts: Record<string, Artifact>;
  /** What the CLI printed. */
  output: string;
  /** What the CLI stored in the cloud's bucket, one after the other. */
  stored: string;
}

/** Deploys a new stage. The artifacts live as long as the project, which is the caller's to close. */
export async function deploy(
  stage: string,
  edits: Parameters<typeof openProject>[0],
  environment: Record<string, string> = {},
  given: Record<string, string> = secrets,
): Promise<{ project: OfflineProject; deployment: Deployment }> {
  const project = await openProject(edits);
  const { code, output } = await project.sst(["deploy"], { stage, environment, secrets: given });
  if (code !== 0) {
    await project.close();
    throw new Error(`sst deploy --stage ${stage} ended with ${code}: ${output}`);
  }
  const plan = project.plan(stage);
  const functions = plan.filter(({ type }) => type === "aws:lambda/function:Function");
  const artifacts = functions.map(({ name, inputs }): [string, Artifact] => {
    const functionName = name.replace(/Function$/, "");
    return [functionName, { directory: project.artifact(functionName), handler: String(inputs.handler) }];
  });
  const deployment: Deployment = {
    plan,
    resources: project.resources(stage),
    artifacts: Object.fromEntries(artifacts),
    output,
    stored: Buffer.concat(project.stored()).toString("latin1"),
  };
  return { project, deployment };
}
