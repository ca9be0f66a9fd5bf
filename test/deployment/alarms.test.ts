import { describe, expect, inject, it } from "vitest";
import { lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";

const always = [
  { name: "Api", function: "Api", metrics: ["Duration", "Errors", "Throttles", "Url5xxCount"] },
  { name: "Keys", function: "Keys", metrics: ["Throttles", "Url5xxCount"] },
  { name: "RotateKeys", function: "RotateKeysHandler", metrics: ["Errors"] },
  { name: "RemoveExpired", function: "RemoveExpiredHandler", metrics: ["Errors"] },
];
const alarms = {
  production: [
    ...always,
    { name: "Bounces", function: "Bounces", metrics: ["Errors"] },
    ...["AuthorizerOrders", "AuthorizerBillingExampleCom"].map((name) => ({
      name,
      function: name,
      metrics: ["Duration", "Throttles"],
    })),
  ],
  staging: always,
};

describe.each(["production", "staging"] as const)("the alarms of %s", (stage) => {
  const { resources } = inject(stage);
  const each = alarms[stage].flatMap(({ metrics, ...rest }) => metrics.map((metric) => ({ ...rest, metric })));

  it("are these and no others", () => {
    const names = resourcesOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name }) => name);
    expect(names.toSorted()).toEqual(each.map(({ name, metric }) => `${name}${metric}`).toSorted());
  });

  it.each(each)("$name: watches $metric of $function, and says what is the matter", (expected) => {
    const { inputs } = resourceNamed(
      resources,
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      `${expected.name}${expected.metric}`,
    );
    expect(inputs).toMatchObject({
      namespace: "AWS/Lambda",
      metricName: expected.metric,
      dimensions: { FunctionName: lambdaFunction(resources, expected.function).inputs.name },
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmDescription: expect.stringMatching(/\w{3}/),
    });
    expect(inputs.threshold).toBeGreaterThan(0);
  });

  it.each(each.filter(({ metric }) => metric === "Duration"))(
    "$name slows down before it runs out of time",
    ({ name }) => {
      const { inputs } = resourceNamed(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", `${name}Duration`);
      const timeLimit = Number(lambdaFunction(resources, name).inputs.timeout) * 1000;
      expect(inputs.threshold).toBeLessThan(timeLimit);
    },
  );
});

describe("with `alarmEmail`", () => {
  const { resources } = inject("production");

  it("every alarm is mailed, when it goes off and when it is over", () => {
    const topic = resourceNamed(resources, "aws:sns/topic:Topic", "Alarms").outputs.arn;
    const subscription = resourceNamed(resources, "aws:sns/topicSubscription:TopicSubscription", "AlarmsByEmail");
    expect(subscription.inputs).toEqual({ topic, protocol: "email", endpoint: "operators@example.com" });
    for (const { inputs } of resourcesOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
      expect(inputs).toMatchObject({ alarmActions: [topic], okActions: [topic] });
    }
  });
});

describe("without `alarmEmail`", () => {
  const { resources } = inject("staging");

  it("there is no topic, and alarms only show", () => {
    expect(resources.filter(({ type }) => type.startsWith("aws:sns/"))).toEqual([]);
    for (const { inputs } of resourcesOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
      expect(inputs.alarmActions ?? []).toEqual([]);
    }
  });
});
