import { watch } from "./alarms.ts";
import { arnOf, functionArgs } from "./function.ts";
import { databaseAccess } from "./secrets.ts";
import { mail, settingsFor } from "./settings.ts";

/** What SES tells of mails that came back, and of readers who complain, marks the address: a small function reads it. */
function bounces() {
  const configurationSet = new aws.sesv2.ConfigurationSet("Mails", {
    configurationSetName: `${$app.name}-${$app.stage}`,
    deliveryOptions: { tlsPolicy: "OPTIONAL" },
  });
  const topic = new aws.sns.Topic("Bounces", { name: `${$app.name}-${$app.stage}-Bounces` });
  const policy = new aws.sns.TopicPolicy("BouncesPolicy", {
    arn: topic.arn,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["sns:Publish"],
          resources: [topic.arn],
          principals: [{ type: "Service", identifiers: ["ses.amazonaws.com"] }],
          conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [configurationSet.arn] }],
        },
      ],
    }).json,
  });
  new aws.sesv2.ConfigurationSetEventDestination(
    "BouncesOfMails",
    {
      configurationSetName: configurationSet.configurationSetName,
      eventDestinationName: "bounces",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["BOUNCE", "COMPLAINT"],
        snsDestination: { topicArn: topic.arn },
      },
    },
    // SES publishes to a topic once to see whether it may.
    { dependsOn: [policy] },
  );
  readBounces(topic.arn);
  return configurationSet;
}

function readBounces(topic: $util.Output<string>): void {
  const reader = new sst.aws.Function(
    "Bounces",
    functionArgs("Bounces", {
      description: "Rollcall: marks addresses that mail comes back from",
      handler: "packages/functions/src/lambda/bounces.handler",
      memory: "512 MB",
      timeout: "20 seconds",
      environment: { ...settingsFor("MONGODB_POOL_SIZE"), ...databaseAccess.environment },
      permissions: databaseAccess.permissions,
    }),
  );
  const permission = new aws.lambda.Permission("BouncesPermission", {
    action: "lambda:InvokeFunction",
    function: reader.name,
    principal: "sns.amazonaws.com",
    sourceArn: topic,
  });
  new aws.sns.TopicSubscription(
    "BouncesToFunction",
    { topic, protocol: "lambda", endpoint: reader.arn },
    { dependsOn: [permission] },
  );
  watch("Bounces", reader.name, [
    { metric: "Errors", threshold: 1, description: "Mail came back, and its address could not be marked: see the log" },
  ]);
}

/** The right to send as the one address. */
function sesAccess(address: string) {
  const configurationSet = bounces();
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  // SES asks for the right to the identity that it finds first: the address, where that is verified by itself, or its domain.
  const identities = [address, domain].map((name) => arnOf("ses", `identity/${name}`));
  return {
    environment: { SES_CONFIGURATION_SET: configurationSet.configurationSetName },
    permissions: [
      {
        actions: ["ses:SendEmail"],
        resources: [
          ...identities,
          arnOf("ses", $interpolate`configuration-set/${configurationSet.configurationSetName}`),
        ],
        conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [address] }],
      },
    ],
  };
}

/** What the function needs that sends mails, beside the secrets. */
export const mailAccess =
  mail.transport === "ses" && mail.settings
    ? sesAccess(mail.settings.from.address)
    : { environment: {}, permissions: [] };
