import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { account } from "./provider.ts";

/*
 * The AWS endpoint that the SST CLI itself needs, on loopback and in memory: SSM for its bootstrap record and its
 * passphrases, S3 for secrets, state and event logs, STS for the account.
 */

export interface Cloud {
  /** For AWS_ENDPOINT_URL. */
  url: string;
  /** SSM parameters, as plain text. */
  parameters: Map<string, string>;
  /** S3 objects by path: `/bucket/key`. */
  objects: Map<string, Buffer>;
  close(): Promise<void>;
}

export const stateBucket = "sst-state-offline";

const bootstrap = {
  version: 5,
  asset: "sst-asset-offline",
  state: stateBucket,
  assetEcrRegistryId: account,
  assetEcrUrl: `${account}.dkr.ecr.us-east-1.amazonaws.com/sst-asset`,
};

interface Answer {
  status: number;
  type?: string;
  body?: string | Buffer;
}

export async function startCloud(): Promise<Cloud> {
  const parameters = new Map([["/sst/bootstrap", JSON.stringify(bootstrap)]]);
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const operation = String(request.headers["x-amz-target"] ?? "").split(".");
    if (operation[0] === "AmazonSSM") send(response, ssm(parameters, operation[1] ?? "", JSON.parse(body.toString())));
    else if (body.includes("Action=GetCallerIdentity")) send(response, callerIdentity());
    else send(response, s3(objects, request, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    parameters,
    objects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return String(request.headers["content-encoding"]).includes("aws-chunked") ? dechunk(body) : body;
}

/** AWS's own chunked encoding: each chunk follows a line with its length in hex. */
function dechunk(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    if (!length) return Buffer.concat(chunks);
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 4 + length;
  }
}

function send(response: ServerResponse, { status, type = "application/xml", body = "" }: Answer): void {
  response.writeHead(status, { "content-type": type, etag: '"offline"' }).end(body);
}

function ssm(
  parameters: Map<string, string>,
  operation: string,
  { Name: name, Value: value }: { Name: string; Value: string },
): Answer {
  const answer = (status: number, body: object): Answer => ({
    status,
    type: "application/x-amz-json-1.1",
    body: JSON.stringify(body),
  });
  if (operation === "PutParameter") {
    parameters.set(name, value);
    return answer(200, { Version: 1 });
  }
  const known = parameters.get(name);
  if (known === undefined) return answer(400, { __type: "ParameterNotFound", message: name });
  if (operation === "DeleteParameter") parameters.delete(name);
  return answer(200, operation === "GetParameter" ? { Parameter: { Name: name, Value: known, Type: "String" } } : {});
}

function callerIdentity(): Answer {
  const identity = `<Arn>arn:aws:iam::${account}:user/offline</Arn><UserId>offline</UserId><Account>${account}</Account>`;
  return {
    status: 200,
    type: "text/xml",
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  };
}

function s3(objects: Map<string, Buffer>, { method, url = "/" }: IncomingMessage, body: Buffer): Answer {
  const { pathname, searchParams } = new URL(url, "http://offline");
  if (method === "PUT") {
    objects.set(pathname, body);
    return { status: 200 };
  }
  if (method === "DELETE") {
    objects.delete(pathname);
    return { status: 204 };
  }
  const bucket = pathname.replace(/\/$/, "");
  if (method === "POST" && searchParams.has("delete")) {
    for (const [, key] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) objects.delete(`${bucket}/${key}`);
    return { status: 200, body: "<DeleteResult></DeleteResult>" };
  }
  if (searchParams.has("list-type")) {
    const prefix = `${bucket}/${searchParams.get("prefix") ?? ""}`;
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
    const contents = keys.map((key) => `<Contents><Key>${key.split("/").slice(2).join("/")}</Key></Contents>`).join("");
    return {
      status: 200,
      body: `<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>${keys.length}</KeyCount>${contents}</ListBucketResult>`,
    };
  }
  const object = objects.get(pathname);
  return object
    ? { status: 200, type: "application/octet-stream", body: object }
    : { status: 404, body: "<Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>" };
}
