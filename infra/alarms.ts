import { deployment } from "./settings.ts";

/** Mail for every alarm, when the stage says to whom. */
const topic = deployment.alarmEmail ? new aws.sns.Topic("Alarms") : undefined;
if (topic && deployment.alarmEmail) {
  new aws.sns.TopicSubscription("AlarmsByEmail", {
    topic: topic.arn,
    protocol: "email",
    endpoint: deployment.alarmEmail,
  });
}

interface Watch {
  /** As CloudWatch names it, in AWS/Lambda. */
  metric: "Url5xxCount" | "Errors" | "Throttles" | "Duration";
  /** The alarm goes off when five minutes reach this: a count, or for Duration the 99th percentile in milliseconds. */
  threshold: number;
  description: string;
}

/** One alarm for each metric of a function that is watched. */
export function watch(name: string, functionName: $util.Input<string>, watches: readonly Watch[]): void {
  for (const { metric, threshold, description } of watches) {
    new aws.cloudwatch.MetricAlarm(`${name}${metric}`, {
      alarmDescription: description,
      namespace: "AWS/Lambda",
      metricName: metric,
      dimensions: { FunctionName: functionName },
      ...(metric === "Duration" ? { extendedStatistic: "p99" } : { statistic: "Sum" }),
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold,
      treatMissingData: "notBreaching",
      alarmActions: topic ? [topic.arn] : [],
      okActions: topic ? [topic.arn] : [],
    });
  }
}
