/* What is paid for, in US dollars: the one place that docs/costs.md, docs/scaling.md and benchmarks have prices from. */

export interface Price {
  /** As in the table of docs/costs.md. */
  what: string;
  /** For one unit, in US dollars. */
  value: number;
  unit: string;
  /** Of its number, for who looks. */
  text: string;
  /** The vendor's page first, which decides; then where its stored copy shows no number, the one that does. With dates. */
  pages: string;
}

/** For us-east-1, without tax, without free tiers. Looked up in stored copies of the pages in November 2026. */
export const prices = {
  request: {
    what: "Lambda, requests",
    value: 0.2e-6,
    unit: "a request",
    text: "$0.20 a million",
    pages:
      "[AWS](https://aws.amazon.com/lambda/pricing/); [devclass, April 2022](https://devclass.com/2022/04/12/how-function-urls-simplify-setting-up-an-aws-lambda-endpoint/)",
  },
  gigabyteSecond: {
    what: "Lambda, arm64, the first 7.5 billion GB-seconds",
    value: 0.0000133334,
    unit: "a GB-second",
    text: "$0.0000133334 a GB-second",
    pages:
      "[AWS](https://aws.amazon.com/lambda/pricing/); [cloudchipr, 2024](https://cloudchipr.com/blog/aws-lambda-pricing)",
  },
  logByte: {
    what: "CloudWatch, logs, the first 10 TB",
    value: 0.5e-9,
    unit: "a byte",
    text: "$0.50 a GB taken in",
    pages:
      "[AWS](https://aws.amazon.com/cloudwatch/pricing/); [hykell, undated](https://hykell.com/kb/platform-specific-guides/aws-cloudwatch-logs-pricing)",
  },
  alarm: {
    what: "CloudWatch, alarm of standard resolution",
    value: 0.1,
    unit: "a month",
    text: "$0.10 a month",
    pages:
      "[AWS](https://aws.amazon.com/cloudwatch/pricing/); [c3x, undated](https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm)",
  },
  metric: {
    what: "CloudWatch, a metric that is counted from a log",
    value: 0.3,
    unit: "a month",
    text: "$0.30 a month",
    pages:
      "[AWS](https://aws.amazon.com/cloudwatch/pricing/); [c3x, undated](https://c3x.dev/blog/aws-cloudwatch-metrics-cost/)",
  },
  scheduledInvocation: {
    what: "EventBridge Scheduler",
    value: 1e-6,
    unit: "an invocation",
    text: "$1.00 a million",
    pages:
      "[AWS](https://aws.amazon.com/eventbridge/pricing/); [cloudburn, March 2026](https://cloudburn.io/blog/amazon-eventbridge-pricing)",
  },
  parameter: {
    what: "Parameter Store, standard",
    value: 0,
    unit: "a month",
    text: "none",
    pages:
      "[AWS](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html), [throughput](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html), both undated",
  },
  decryption: {
    what: "KMS, requests with an AWS managed key",
    value: 0.03e-4,
    unit: "a request",
    text: "$0.03 for 10,000",
    pages:
      "[AWS](https://aws.amazon.com/kms/pricing/); [wring, undated](https://www.wring.co/blog/aws-kms-pricing-guide)",
  },
  mail: {
    what: "SES, a mail",
    value: 0.1e-3,
    unit: "a mail",
    text: "$0.10 for 1,000",
    pages:
      "[AWS](https://aws.amazon.com/ses/pricing/); [acecloudinterviews, undated](https://www.acecloudinterviews.com/tutorials/aws/ses/)",
  },
  gatewayRequest: {
    what: "API Gateway, HTTP API, the first 300 million",
    value: 1e-6,
    unit: "a request",
    text: "$1.00 a million",
    pages:
      "[AWS](https://aws.amazon.com/api-gateway/pricing/); [AWS whitepaper, undated](https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html)",
  },
  cloudFrontFree: {
    what: "CloudFront, what is free",
    value: 0,
    unit: "10 million requests and 1 TB a month",
    text: "as above",
    pages: "[AWS, undated](https://aws.amazon.com/cloudfront/pricing/)",
  },
  cloudFrontFunction: {
    what: "CloudFront Functions",
    value: 0.1e-6,
    unit: "a request",
    text: "$0.10 a million",
    pages:
      "[AWS](https://aws.amazon.com/cloudfront/pricing/); [vantage, undated](https://cur.vantage.sh/aws/amazoncloudfront/)",
  },
  trafficByte: {
    what: "Traffic to the internet, the first 10 TB",
    value: 0.09e-9,
    unit: "a byte",
    text: "$0.09 a GB",
    pages:
      "[AWS](https://aws.amazon.com/ec2/pricing/on-demand/); [apigatewaycost, undated](https://www.apigatewaycost.com/aws)",
  },
  atlasM10: {
    what: "MongoDB Atlas, M10, the smallest dedicated cluster",
    value: 56.94,
    unit: "a month",
    text: "$0.08 an hour, $56.94 a month",
    pages:
      "[MongoDB](https://www.mongodb.com/pricing); [API Evangelist's transcript of it, September 2026](https://raw.githubusercontent.com/api-evangelist/mongodb/refs/heads/main/plans/mongodb-plans-pricing.yml)",
  },
  atlasM30: {
    what: "MongoDB Atlas, M30 on AWS, with 40 GB",
    value: 0.54 * 730,
    unit: "a month",
    text: "$0.54 an hour",
    pages: "[MongoDB, undated](https://www.mongodb.com/docs/atlas/billing/invoice-breakdown/)",
  },
  atlasM30Larger: {
    what: "The same with 200 GB",
    value: 0.65 * 730,
    unit: "a month",
    text: "$0.65 an hour",
    pages: "[MongoDB, undated](https://www.mongodb.com/docs/atlas/billing/invoice-breakdown/)",
  },
} as const satisfies Record<string, Price>;

/** Of a rented service: what a month of some monthly users costs by its list. */
export interface Rent {
  what: string;
  /** US dollars a month; null where the stored page does not say. */
  monthly(users: number): number | null;
  note: string;
  pages: string;
}

const cognito =
  "[AWS](https://aws.amazon.com/cognito/pricing/); [API Evangelist's transcript of it, September 2026](https://raw.githubusercontent.com/api-evangelist/amazon-cognito/refs/heads/main/plans/amazon-cognito-plans-pricing.yml)";
const auth0 =
  "[Auth0](https://auth0.com/pricing); [API Evangelist's transcript of it, September 2026](https://raw.githubusercontent.com/api-evangelist/auth0/refs/heads/main/plans/auth0-plans-pricing.yml)";

const beyond = (free: number, each: number) => (users: number) => Math.max(0, users - free) * each;

/** The next 90,000 at the first price, what follows at the second. */
const lite = (users: number) => beyond(10_000, 0.0055)(Math.min(users, 100_000)) + beyond(100_000, 0.0046)(users);

export const rents: readonly Rent[] = [
  {
    what: "Amazon Cognito, Lite",
    monthly: lite,
    note: "$0.0055 for each user beyond 10,000, and $0.0046 beyond 100,000; passwords and federation",
    pages: cognito,
  },
  {
    what: "Amazon Cognito, Essentials",
    monthly: beyond(10_000, 0.015),
    note: "$0.015 for each user beyond 10,000; adds passwordless sign-in and custom tokens",
    pages: cognito,
  },
  {
    what: "Amazon Cognito, Plus",
    monthly: beyond(0, 0.02),
    note: "$0.020 for each user; adds what protects against guessing and breached passwords, and the log of it",
    pages: cognito,
  },
  {
    what: "Auth0, Free",
    monthly: (users) => (users <= 25_000 ? 0 : null),
    note: "up to 25,000 users, with the community's support",
    pages: auth0,
  },
  {
    what: "Auth0, Essentials",
    monthly: (users) => (users <= 500 ? 35 : null),
    note: "from $35 a month with 500 users; for more, a slider that the stored page does not show",
    pages: auth0,
  },
  {
    what: "Auth0, Professional",
    monthly: (users) => (users <= 500 ? 240 : null),
    note: "from $240 a month with 500 users; for more, the same slider",
    pages: auth0,
  },
];
