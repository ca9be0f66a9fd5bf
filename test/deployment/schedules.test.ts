import { describe, expect, inject, it } from "vitest";
import { grantsOf } from "./permissions.ts";
import { lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";

const schedules = [
  { name: "RotateKeys", expression: "rate(1 hour)" },
  { name: "Relay", expression: "rate(1 minute)" },
  { name: "RemoveExpired", expression: "rate(10 minutes)" },
];

describe.each(["production", "staging"] as const)("the schedules of %s", (stage) => {
  const { resources } = inject(stage);

  it("are these and no others", () => {
    const names = resourcesOf(resources, "aws:scheduler/schedule:Schedule").map(({ name }) => name);
    expect(names.toSorted()).toEqual(schedules.map(({ name }) => `${name}Schedule`).toSorted());
  });

  it.each(schedules)("$name runs its function at a $expression, and tries again", ({ name, expression }) => {
    const { inputs } = resourceNamed(resources, "aws:scheduler/schedule:Schedule", `${name}Schedule`);
    expect(inputs).toMatchObject({
      scheduleExpression: expression,
      state: "ENABLED",
      target: {
        arn: lambdaFunction(resources, `${name}Handler`).outputs.arn,
        retryPolicy: { maximumRetryAttempts: 2 },
      },
    });
  });

  it.each(schedules)("$name may invoke its function and do nothing else", ({ name }) => {
    const schedule = resourceNamed(resources, "aws:scheduler/schedule:Schedule", `${name}Schedule`);
    const role = resourceNamed(resources, "aws:iam/role:Role", `${name}Role`);
    expect((schedule.inputs.target as { roleArn: string }).roleArn).toBe(role.outputs.arn);
    expect(grantsOf(role)).toEqual([
      { action: "lambda:InvokeFunction", resource: lambdaFunction(resources, `${name}Handler`).outputs.arn },
    ]);
  });
});
