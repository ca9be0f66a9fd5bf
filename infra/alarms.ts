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

interface LogWatch {
  /** What is counted, as the metric is called. */
  metric: string;
  /** A line of the log, in CloudWatch's pattern for JSON. */
  pattern: string;
  /** The alarm goes off when five minutes have so many. */
  threshold: number;
  description: string;
}

/** One alarm for each kind of line that is watched in the log of a function. */
export function watchLog(name: string, logGroup: $util.Input<string>, watches: readonly LogWatch[]): void {
  const namespace = `${$app.name}/${$app.stage}`;
  for (const { metric, pattern, threshold, description } of watches) {
    new aws.cloudwatch.LogMetricFilter(`${name}${metric}`, {
      logGroupName: logGroup,
      pattern,
      metricTransformation: { namespace, name: metric, value: "1" },
    });
    alarm(`${name}${metric}`, { namespace, metricName: metric, statistic: "Sum", threshold, description });
  }
}

/** One alarm for each metric of a function that is watched. */
export function watch(name: string, functionName: $util.Input<string>, watches: readonly Watch[]): void {
  for (const { metric, threshold, description } of watches) {
    alarm(`${name}${metric}`, {
      namespace: "AWS/Lambda",
      metricName: metric,
      dimensions: { FunctionName: functionName },
      ...(metric === "Duration" ? { extendedStatistic: "p99" } : { statistic: "Sum" }),
      threshold,
      description,
    });
  }
}

interface Alarm
  extends Pick<
    aws.cloudwatch.MetricAlarmArgs,
    "namespace" | "metricName" | "dimensions" | "statistic" | "extendedStatistic"
  > {
  threshold: number;
  description: string;
}

function alarm(name: string, { description, ...metric }: Alarm): void {
  new aws.cloudwatch.MetricAlarm(name, {
    ...metric,
    alarmDescription: description,
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
    alarmActions: topic ? [topic.arn] : [],
    okActions: topic ? [topic.arn] : [],
  });
}
