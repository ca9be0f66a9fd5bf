import { expect, inject, it } from "vitest";
import { lambdaFunction, resourceNamed, resourcesOf } from "./plan.ts";

const { resources } = inject("production");
const outputsOf = (type: string, name: string) => resourceNamed(resources, type, name).outputs;

it("what SES tells of mails that came back reaches the function that marks their addresses", () => {
  const topic = outputsOf("aws:sns/topic:Topic", "Bounces").arn;
  const set = resourceNamed(resources, "aws:sesv2/configurationSet:ConfigurationSet", "Mails");
  expect(set.inputs.configurationSetName).toBe("rollcall-production");
  const destination = "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination";
  expect(resourceNamed(resources, destination, "BouncesOfMails").inputs).toMatchObject({
    configurationSetName: "rollcall-production",
    eventDestination: {
      enabled: true,
      matchingEventTypes: ["BOUNCE", "COMPLAINT"],
      snsDestination: { topicArn: topic },
    },
  });
  const { arn } = lambdaFunction(resources, "Bounces").outputs;
  const subscription = resourceNamed(resources, "aws:sns/topicSubscription:TopicSubscription", "BouncesToFunction");
  expect(subscription.inputs).toMatchObject({ topic, protocol: "lambda", endpoint: arn });
});

it("nobody but SES may write to that topic, of this set, and nobody but the topic may call the function", () => {
  const topic = outputsOf("aws:sns/topic:Topic", "Bounces").arn;
  const set = outputsOf("aws:sesv2/configurationSet:ConfigurationSet", "Mails").arn;
  const { policy } = resourceNamed(resources, "aws:sns/topicPolicy:TopicPolicy", "BouncesPolicy").inputs;
  expect(JSON.parse(String(policy)).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["sns:Publish"],
      Resource: [topic],
      Principal: { Service: ["ses.amazonaws.com"] },
      Condition: { ArnEquals: { "aws:SourceArn": [set] } },
    },
  ]);
  const permission = resourceNamed(resources, "aws:lambda/permission:Permission", "BouncesPermission");
  expect(permission.inputs).toMatchObject({
    action: "lambda:InvokeFunction",
    principal: "sns.amazonaws.com",
    sourceArn: topic,
  });
});

it("a stage without mail has none of it", () => {
  expect(inject("staging").resources.filter(({ type }) => /^aws:(ses|sns)/.test(type))).toEqual([]);
  expect(resourcesOf(resources, "aws:sesv2/configurationSet:ConfigurationSet")).toHaveLength(1);
});

it("the relay may send as the one address, and nobody else may send", () => {
  const roles = resourcesOf(resources, "aws:iam/role:Role").filter(({ inputs }) =>
    JSON.stringify(inputs.inlinePolicies ?? []).includes("ses:"),
  );
  expect(roles.map(({ name }) => name)).toEqual(["RelayHandlerRole"]);
  const policies = roles.flatMap(
    ({ inputs }) => inputs.inlinePolicies as { policy: string | { Statement: object[] } }[],
  );
  const statements = policies.flatMap(({ policy }) => {
    const { Statement } = typeof policy === "string" ? (JSON.parse(policy) as { Statement: object[] }) : policy;
    return Statement;
  });
  expect(statements).toContainEqual({
    Effect: "Allow",
    Action: ["ses:SendEmail"],
    Resource: [
      expect.stringMatching(/:identity\/no-reply@mail\.example\.com$/),
      expect.stringMatching(/:identity\/mail\.example\.com$/),
      expect.stringMatching(/:configuration-set\/rollcall-production$/),
    ],
    Condition: { StringEquals: { "ses:FromAddress": ["no-reply@mail.example.com"] } },
  });
});
