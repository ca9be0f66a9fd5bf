import { readFileSync } from "node:fs";
import { account } from "./offline/provider.ts";
import type { Resource } from "./offline/sst.ts";
import { resourcesOf } from "./plan.ts";

/** One thing that a role may do. */
export interface Grant {
  action: string;
  /** An ARN, or a pattern of some. */
  resource: string;
}

type OneOrMany = string | string[];

interface Statement {
  Effect: "Allow" | "Deny";
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Principal?: Record<string, OneOrMany>;
}

const list = (value: OneOrMany = []): string[] => [value].flat();

/** Policies are texts or, where SST writes them, objects. */
function statements(policy: unknown): Statement[] {
  return (typeof policy === "string" ? JSON.parse(policy) : policy).Statement;
}

/** What a role allows. All but what is named counts as everything; a managed policy as the action of its name. */
export function grantsOf(role: Resource): Grant[] {
  const policies = (role.inputs.inlinePolicies ?? []) as { policy: unknown }[];
  const inline = policies
    .flatMap(({ policy }) => statements(policy))
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Action, NotAction, Resource, NotResource }) =>
      (NotAction ? ["*"] : list(Action)).flatMap((action) =>
        (NotResource ? ["*"] : list(Resource)).map((resource) => ({ action, resource })),
      ),
    );
  const managed = ((role.inputs.managedPolicyArns ?? []) as string[]).map((action) => ({ action, resource: "*" }));
  return [...inline, ...managed];
}

/** Who may take a role. */
export function trustOf(role: Resource): Record<string, OneOrMany>[] {
  return statements(role.inputs.assumeRolePolicy).map(({ Principal = {} }) => Principal);
}

/**
 * Grants that reach further than what they name: every action, every action of a service, a managed policy, or any
 * resource. Listed are those of all roles, and of policies that are attached to roles or resources elsewhere.
 */
export function widePermissions(resources: readonly Resource[]): (Grant & { role: string })[] {
  const roles = resourcesOf(resources, "aws:iam/role:Role");
  const wide = roles.flatMap((role) =>
    grantsOf(role)
      .filter(isWide)
      .map((grant) => ({ role: role.name, ...grant })),
  );
  const attached = resources.filter(({ type }) => /^aws:iam\/(?!role:).*polic/i.test(type));
  return [...wide, ...attached.map(({ name, type }) => ({ role: name, action: type, resource: "*" }))];
}

function isWide({ action, resource }: Grant): boolean {
  // A log group's ARN ends with the streams in it.
  const named = resource.replace(/^(arn:aws:logs:.*:log-group:[^*]+):\*$/, "$1");
  return action.includes("*") || action.startsWith("arn:") || named.includes("*");
}

/** The table of docs/operations.md under "Permissions": what each function may do, as `function action resource`. */
export function documentedPermissions(): string[] {
  const document = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const section = /^## Permissions$(.*?)(?=^## |$(?![\s\S]))/ms.exec(document)?.[1] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  const cells = (row: string) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.split(",").map((item) => item.trim().replaceAll("`", "")));
  // Below the heading and its rule.
  return rows.slice(2).flatMap((row) => {
    const [functions = [], actions = [], resources = []] = cells(row);
    return functions.flatMap((name) =>
      actions.flatMap((action) => resources.map((resource) => `${name} ${action} ${resource}`)),
    );
  });
}

/** The same of what is deployed, with names instead of what differs between regions, accounts, stages and services. */
export function deployedPermissions(resources: readonly Resource[], stage: string): string[] {
  const prefix = `rollcall-${stage}-`;
  const permissions = resourcesOf(resources, "aws:lambda/function:Function").flatMap(({ inputs }) => {
    const role = resourcesOf(resources, "aws:iam/role:Role").find(({ outputs }) => outputs.arn === inputs.role);
    const name = anyService(String(inputs.name).replace(prefix, ""));
    return (role ? grantsOf(role) : []).map(({ action, resource }) => `${name} ${action} ${anywhere(resource, stage)}`);
  });
  return [...new Set(permissions)];
}

function anyService(name: string): string {
  return name.replace(/\bAuthorizer[A-Z]\w*/, "Authorizer<Service>");
}

function anywhere(arn: string, stage: string): string {
  return arn
    .replace(/^(arn:aws:[^:]*):[a-z]{2}-[a-z]+-\d:/, "$1:<region>:")
    .replace(`:${account}:`, ":<account>:")
    .replace(/:identity\/[\w.-]+@[\w.-]+$/, ":identity/<address>")
    .replace(/:identity\/[\w.-]+$/, ":identity/<domain>")
    .replace(/:event-bus\/[\w.-]+$/, ":event-bus/<eventBus>")
    .replace(`:configuration-set/rollcall-${stage}`, ":configuration-set/rollcall-<stage>")
    .replace(
      new RegExp(`\\brollcall([/-])${stage}([/-])(\\w+)`),
      (_, before, after, name) => `rollcall${before}<stage>${after}${anyService(name)}`,
    );
}
