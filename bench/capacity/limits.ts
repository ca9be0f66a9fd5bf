/* What others allow: quotas of AWS and of MongoDB Atlas. Looked up in stored copies of the pages on 26 November 2026. */

export interface Limit {
  what: string;
  value: number;
  unit: string;
  /** Whether it is raised on request, and other things to know. */
  note: string;
  page: string;
}

const lambdaQuotas = "[AWS](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)";
const lambdaScaling = "[AWS](https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html)";
const atlasLimits = "[MongoDB](https://www.mongodb.com/docs/atlas/reference/atlas-limits/)";

export const limits = {
  lambdaConcurrency: {
    what: "Lambda, environments at once, all functions of an account in a region",
    value: 1_000,
    unit: "",
    note: "raised on request to tens of thousands; new accounts begin lower",
    page: lambdaQuotas,
  },
  lambdaRequestsOfEnvironment: {
    what: "Lambda, requests a second for each environment of a function's concurrency",
    value: 10,
    unit: "",
    note: "however short they are; not raised",
    page: lambdaQuotas,
  },
  lambdaScaling: {
    what: "Lambda, new environments of a function in 10 seconds",
    value: 1_000,
    unit: "",
    note: "refilled all the time and not saved up; not raised",
    page: lambdaScaling,
  },
  lambdaPayload: {
    what: "Lambda, a request or an answer",
    value: 6,
    unit: "MB",
    note: "Rollcall's largest is a page of 100 accounts, some 50 kB",
    page: lambdaQuotas,
  },
  lambdaTime: {
    what: "Lambda, one invocation",
    value: 900,
    unit: "s",
    note: "the schedules are deployed with 60, the removal with 600",
    page: lambdaQuotas,
  },
  parameterReads: {
    what: "Parameter Store, reads a second at standard throughput",
    value: 40,
    unit: "",
    note: "one for each environment that starts; 3,000 at higher throughput, which has a price",
    page: "[AWS](https://docs.aws.amazon.com/general/latest/gr/ssm.html); [who met it, May 2022](https://github.com/gunnargrosch/failure-lambda/issues/38)",
  },
  cloudFrontRequests: {
    what: "CloudFront, requests a second of a distribution",
    value: 250_000,
    unit: "",
    note: "raised on request",
    page: "[AWS](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html)",
  },
  putEvents: {
    what: "EventBridge, PutEvents a second in us-east-1",
    value: 10_000,
    unit: "",
    note: "2,400 and less in most other regions; raised on request",
    page: "[AWS](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html)",
  },
  sandboxMails: {
    what: "SES, mails a day in the sandbox",
    value: 200,
    unit: "",
    note: "to confirmed addresses only, and one a second; outside of it the rate is the account's own, and rises with its reputation",
    page: "[AWS](https://docs.aws.amazon.com/ses/latest/dg/quotas.html)",
  },
  atlasConnectionsM10: {
    what: "Atlas, connections of each node, M10",
    value: 1_500,
    unit: "",
    note: "10 of them are Atlas's own; in a sharded cluster of each mongos",
    page: atlasLimits,
  },
  atlasConnectionsM30: { what: "M30", value: 3_000, unit: "", note: "", page: atlasLimits },
  atlasConnectionsM40: { what: "M40", value: 6_000, unit: "", note: "", page: atlasLimits },
  atlasConnectionsM50: { what: "M50", value: 16_000, unit: "", note: "", page: atlasLimits },
  atlasConnectionsM60: { what: "M60", value: 32_000, unit: "", note: "", page: atlasLimits },
  atlasConnectionsM200: { what: "M200 and above", value: 128_000, unit: "", note: "", page: atlasLimits },
  atlasShards: {
    what: "Atlas, shards of a cluster in several regions",
    value: 30,
    unit: "",
    note: "in one region 80 and more, after a talk with them",
    page: atlasLimits,
  },
  atlasDisk: {
    what: "Atlas, the largest disk of a node",
    value: 4_096,
    unit: "GB",
    note: "M10 begins with 10 GB; the largest node has 96 vCPUs and 768 GB of memory",
    page: "[MongoDB](https://www.mongodb.com/pricing); [transcript, September 2026](https://raw.githubusercontent.com/api-evangelist/mongodb/refs/heads/main/plans/mongodb-plans-pricing.yml)",
  },
} as const satisfies Record<string, Limit>;
