import { describe, expect, inject, it } from "vitest";
import { lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";

const always = [
  { name: "Api", function: "Api", metrics: ["Duration", "Errors", "Throttles", "Url5xxCount"] },
  { name: "Keys", function: "Keys", metrics: ["Throttles", "Url5xxCount"] },
  { name: "RotateKeys", function: "RotateKeysHandler", metrics: ["Errors"] },
  { name: "Relay", function: "RelayHandler", metrics: ["Errors"] },
  { name: "RemoveExpired", function: "RemoveExpiredHandler", metrics: ["Duration", "Errors"] },
];
/** What is counted in the log of a function. */
const logs = [
  { name: "Api", function: "Api", metric: "FailedSignIns" },
  { name: "Relay", function: "RelayHandler", metric: "ReusedRefreshTokens" },
  { name: "Relay", function: "RelayHandler", metric: "NewAdministrators" },
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
    const expected = [...each, ...logs].map(({ name, metric }) => `${name}${metric}`);
    expect(names.toSorted()).toEqual(expected.toSorted());
  });

  it.each(logs)("$name: counts $metric in the log of $function (Q168)", ({ name, metric, function: lambda }) => {
    const filter = resourceNamed(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter", `${name}${metric}`);
    const alarm = resourceNamed(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", `${name}${metric}`);
    const { name: functionName } = lambdaFunction(resources, lambda).inputs;
    const namespace = `rollcall/${stage}`;
    expect(filter.inputs).toMatchObject({
      logGroupName: `/aws/lambda/${functionName}`,
      metricTransformation: { namespace, name: metric, value: "1" },
    });
    expect(alarm.inputs).toMatchObject({
      namespace,
      metricName: metric,
      statistic: "Sum",
      alarmDescription: expect.stringMatching(/\w{3}/),
      treatMissingData: "notBreaching",
    });
  });

  it("name fields and values that the logs have (Q168)", () => {
    const patterns = resourcesOf(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map(
      ({ inputs }) => inputs.pattern,
    );
    expect(patterns.toSorted()).toEqual([
      '{ $.code = "invalid_credentials" || $.code = "too_many_attempts" }',
      '{ $.message = "event" && $.event.type = "administrator.promoted" }',
      '{ $.message = "event" && $.event.type = "refresh_token.reused" }',
    ]);
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
    ({ name, function: lambda }) => {
      const { inputs } = resourceNamed(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", `${name}Duration`);
      const timeLimit = Number(lambdaFunction(resources, lambda).inputs.timeout) * 1000;
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
