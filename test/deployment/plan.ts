import type { Resource } from "./offline/sst.ts";

/** The resources of a type, such as `aws:iam/role:Role`. */
export function resourcesOf(plan: readonly Resource[], type: string): Resource[] {
  return plan.filter((resource) => resource.type === type);
}

/** @throws When there is none of this type and name. */
export function resourceNamed(plan: readonly Resource[], type: string, name: string): Resource {
  const candidates = resourcesOf(plan, type);
  const found = candidates.find((resource) => resource.name === name);
  if (found) return found;
  throw new Error(`No ${type} ${name}, only ${candidates.map((candidate) => candidate.name).join(", ")}`);
}

/** The Lambda function that SST makes for its component of this name. */
export function lambdaFunction(plan: readonly Resource[], name: string): Resource {
  return resourceNamed(plan, "aws:lambda/function:Function", `${name}Function`);
}
