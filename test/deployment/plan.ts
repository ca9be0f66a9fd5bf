import type { Resource } from "./offline/sst.ts";

type Resources = readonly Resource[];

/** The resources of a type, such as `aws:iam/role:Role`. */
export function resourcesOf(resources: Resources, type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** @throws When there is none of this type and name. */
export function resourceNamed(resources: Resources, type: string, name: string): Resource {
  const candidates = resourcesOf(resources, type);
  const found = candidates.find((resource) => resource.name === name);
  if (found) return found;
  throw new Error(`No ${type} ${name}, only ${candidates.map((candidate) => candidate.name).join(", ")}`);
}

/** The Lambda function that SST makes for its component of this name. */
export function lambdaFunction(resources: Resources, name: string): Resource {
  return resourceNamed(resources, "aws:lambda/function:Function", `${name}Function`);
}

export function environmentOf(lambda: Resource): Record<string, string> {
  return (lambda.inputs.environment as { variables: Record<string, string> }).variables;
}
