import { describe, expect, inject, it } from "vitest";
import type { Resource } from "./offline/sst.ts";
import { deployedPermissions, documentedPermissions, trustOf, widePermissions } from "./permissions.ts";
import { resourceNamed, resourcesOf } from "./plan.ts";

describe.each(["production", "staging"] as const)("the permissions of %s", (stage) => {
  const { resources } = inject(stage);

  it("are those of docs/operations.md, function by function", () => {
    const deployed = deployedPermissions(resources, stage);
    // Staging has neither services nor mail nor an event bus nor a pepper.
    const isThere = (line: string) =>
      stage === "production" || !/^(Authorizer|Bounces)|^Relay (ses|events):|\/PasswordPepper$/.test(line);
    expect(deployed.toSorted()).toEqual(documentedPermissions().filter(isThere).toSorted());
  });

  it("name each action and each resource", () => {
    expect(widePermissions(resources)).toEqual([]);
  });

  it("go to the services that run functions and schedules, not to the account", () => {
    for (const role of resourcesOf(resources, "aws:iam/role:Role")) {
      const isSchedule = resources.some(({ type, name, inputs }) => {
        const { roleArn } = (inputs.target ?? {}) as { roleArn?: string };
        return type === "aws:scheduler/schedule:Schedule" && roleArn === role.outputs.arn && name;
      });
      expect(trustOf(role), role.name).toEqual([
        { Service: isSchedule ? "scheduler.amazonaws.com" : "lambda.amazonaws.com" },
      ]);
    }
  });
});

describe("a permission that is too wide", () => {
  const { resources } = inject("production");

  /** The plan with one more statement in the API's role. */
  function widened(statement: object, managedPolicyArns: string[] = []): Resource[] {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const role = resourceNamed(resources, "aws:iam/role:Role", "ApiRole");
    const inlinePolicies = [...(role.inputs.inlinePolicies as object[]), { name: "wide", policy }];
    const wide = { ...role, inputs: { ...role.inputs, inlinePolicies, managedPolicyArns } };
    return resources.map((resource) => (resource === role ? wide : resource));
  }

  const parameter = "arn:aws:ssm:us-east-1:123456789012:parameter/rollcall/production/SecretKey";

  it.each([
    ["every action", { Action: "*", Resource: parameter }],
    ["every action of a service", { Action: ["ssm:*"], Resource: parameter }],
    ["every action of a kind", { Action: "ssm:Get*", Resource: parameter }],
    ["every resource", { Action: "ssm:GetParameters", Resource: "*" }],
    ["resources by a pattern", { Action: "ssm:GetParameters", Resource: ["arn:aws:ssm:*:*:parameter/rollcall/*"] }],
    ["the logs of all functions", { Action: "logs:PutLogEvents", Resource: "arn:aws:logs:us-east-1:123456789012:*" }],
    ["all but some actions", { NotAction: "iam:*", Resource: parameter }],
    ["all but some resources", { Action: "ssm:GetParameters", NotResource: parameter }],
  ])("is noticed: %s", (_what, statement) => {
    expect(widePermissions(widened(statement))).toMatchObject([{ role: "ApiRole" }]);
  });

  it("is noticed: a managed policy, attached here or there", () => {
    const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const here = widened({ Action: "ssm:GetParameters", Resource: parameter }, [arn]);
    expect(widePermissions(here)).toEqual([{ role: "ApiRole", action: arn, resource: "*" }]);
    const role = resourceNamed(resources, "aws:iam/role:Role", "ApiRole");
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const there = { ...role, type, name: "Extra", inputs: { role: role.inputs.name, policyArn: arn } };
    expect(widePermissions([...resources, there])).toEqual([{ role: "Extra", action: type, resource: "*" }]);
  });
});
