import { createHash } from "node:crypto";
import { isSecret, reveal, secret, type Values } from "./secret-values.ts";

/*
 * What the providers would answer when a resource is made or something is looked up, as far as the program that makes
 * the resources reads it.
 */

export const account = "123456789012";

export interface Registration {
  type: string;
  name: string;
  custom?: boolean;
  inputs: Values;
}

interface Made extends Values {
  id?: string;
  arn?: string;
}

/** @param name The physical name: the one that was asked for, or one made of the logical name. */
type Making = (name: string, inputs: Values, region: string) => Made;

const hash = (text: string, length: number) => createHash("sha256").update(text).digest("hex").slice(0, length);
const arn = (service: string, region: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;

const makings: Record<string, Making> = {
  "aws:acm/certificate:Certificate": (_name, { domainName }, region) => ({
    arn: arn("acm", region, `certificate/${hash(String(domainName), 8)}`),
    domainValidationOptions: [
      {
        domainName,
        resourceRecordName: `_1.${domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_2.acm-validations.aws.",
      },
    ],
  }),
  "aws:cloudfront/distribution:Distribution": (name) => ({
    id: `E${hash(name, 12).toUpperCase()}`,
    arn: arn("cloudfront", "", `distribution/E${hash(name, 12).toUpperCase()}`),
    domainName: `d${hash(name, 12)}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
    etag: "E1",
    status: "Deployed",
  }),
  "aws:cloudwatch/logGroup:LogGroup": (name, _inputs, region) => ({ arn: arn("logs", region, `log-group:${name}`) }),
  "aws:iam/role:Role": (name) => ({ arn: arn("iam", "", `role/${name}`) }),
  "aws:lambda/function:Function": (name, { publish }, region) => ({
    arn: arn("lambda", region, `function:${name}`),
    version: publish ? "1" : "$LATEST",
  }),
  "aws:lambda/functionUrl:FunctionUrl": (name, _inputs, region) => ({
    functionUrl: `https://${hash(name, 32)}.lambda-url.${region}.on.aws/`,
  }),
  "aws:sns/topic:Topic": (name, _inputs, region) => ({
    id: arn("sns", region, name),
    arn: arn("sns", region, name),
  }),
  "aws:sqs/queue:Queue": (name, _inputs, region) => ({
    id: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    url: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    arn: arn("sqs", region, name),
  }),
  "aws:ssm/parameter:Parameter": (name, _inputs, region) => ({
    arn: arn("ssm", region, `parameter/${name.replace(/^\//, "")}`),
    // As if each had been changed a few times: differently often, by its name.
    version: name.length,
  }),
  "random:index/randomBytes:RandomBytes": (name) => ({
    base64: createHash("sha256").update(name).digest("base64"),
    hex: hash(name, 64),
  }),
  // SST's own providers, which the CLI serves.
  "pulumi-nodejs:dynamic:Resource": (name) => ({ id: name, zoneId: "Z0ZONE", isDone: true }),
};

/** Everything else that AWS makes. */
const anything: Making = (name, { type }, region) => {
  const [, service = "", kind = ""] = /^aws:(\w+)\/(\w+):/.exec(String(type)) ?? [];
  return { arn: arn(service, region, `${kind}/${name}`) };
};

/** @returns The physical id and the outputs. What went in as a secret comes out as one. */
export function makeResource({ type, name, custom, inputs }: Registration, region: string) {
  if (!custom) return { id: undefined, state: inputs };
  const plain = reveal(inputs);
  const physicalName = typeof plain.name === "string" ? plain.name : `${name}-${hash(name, 7)}`;
  const { id = physicalName, ...outputs } = (makings[type] ?? anything)(physicalName, { ...plain, type }, region);
  return { id, state: { name: physicalName, ...outputs, ...inputs } };
}

interface Statement {
  effect?: string;
  actions?: string[];
  resources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

function policyStatement({ effect = "Allow", actions, resources, principals, conditions }: Statement) {
  return {
    Effect: effect,
    Action: actions,
    Resource: resources,
    Principal: principals && Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])),
    Condition:
      conditions && Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }])),
  };
}

type Lookup = (inputs: Values, region: string) => Values;

const lookups: Record<string, Lookup> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: account }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
  "aws:index/getRegion:getRegion": (_inputs, region) => ({ id: region, region, name: region }),
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ statements, sourcePolicyDocuments }) => {
    const given = (statements ?? []) as Statement[];
    const sources = ((sourcePolicyDocuments ?? []) as string[]).flatMap((text) => JSON.parse(text).Statement);
    return {
      // The provider leaves an empty list out, and SST relies on it.
      ...(given.length > 0 ? { statements } : {}),
      json: JSON.stringify({ Version: "2012-10-17", Statement: [...sources, ...given.map(policyStatement)] }),
    };
  },
};

/** @throws When the program looks up what this file does not know. */
export function lookUp(token: string, inputs: Values, region: string): Values {
  const lookup = lookups[token];
  if (!lookup) throw new Error(`The offline provider has no answer to ${token}`);
  const plain = reveal(inputs);
  const answer = lookup(plain, region);
  const isConfidential = Object.values(inputs).some(isSecret);
  return isConfidential
    ? Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, secret(value)]))
    : answer;
}
