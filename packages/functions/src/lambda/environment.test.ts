import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { readEnvironment } from "./environment.ts";

interface Call {
  headers: IncomingHttpHeaders;
  body: { Names: string[]; WithDecryption: boolean };
}

/** An SSM Parameter Store with these values; `failures` are answered first, one each. */
async function startParameterStore(values: Record<string, string>, failures: [status: number, type: string][] = []) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Call["body"];
    calls.push({ headers: request.headers, body });
    const [status, type] = failures.shift() ?? [];
    const Parameters = body.Names.flatMap((Name) => (Name in values ? [{ Name, Value: values[Name] }] : []));
    response.writeHead(status ?? 200);
    response.end(JSON.stringify(status ? { __type: type } : { Parameters, InvalidParameters: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv("AWS_ENDPOINT_URL_SSM", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return calls;
}

const named = { SECRET_KEY_PARAMETER: "/rollcall/test/SecretKey", MONGODB_URI_PARAMETER: "/rollcall/test/MongodbUri" };
const values = { "/rollcall/test/SecretKey": "the-secret", "/rollcall/test/MongodbUri": "mongodb://db/rollcall" };

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
  vi.stubEnv("AWS_SESSION_TOKEN", "session");
});
afterEach(() => vi.unstubAllEnvs());

it("gets the secrets from the parameters that the environment names, in one signed call", async () => {
  const calls = await startParameterStore(values);
  expect(await readEnvironment({ ...named, ISSUER: "https://auth.example.test" })).toMatchObject({
    ISSUER: "https://auth.example.test",
    SECRET_KEY: "the-secret",
    MONGODB_URI: "mongodb://db/rollcall",
  });
  expect(calls.map(({ body }) => body)).toEqual([{ Names: Object.values(named), WithDecryption: true }]);
  expect(calls[0]?.headers).toMatchObject({
    "x-amz-target": "AmazonSSM.GetParameters",
    "x-amz-security-token": "session",
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/ssm\/aws4_request/,
    ),
  });
});

it("calls nobody when no parameter is named", async () => {
  const calls = await startParameterStore(values);
  expect(await readEnvironment({ SECRET_KEY: "given", SECRET_KEY_PARAMETER: "" })).toEqual({
    SECRET_KEY: "given",
    SECRET_KEY_PARAMETER: "",
  });
  expect(calls).toEqual([]);
});

it("tries again when it is throttled or the store is away", async () => {
  const calls = await startParameterStore(values, [
    [400, "ThrottlingException"],
    [500, "InternalServerError"],
  ]);
  expect(await readEnvironment(named)).toMatchObject({ SECRET_KEY: "the-secret" });
  expect(calls).toHaveLength(3);
});

it("gives up at once when it may not read, and says so without a value", async () => {
  const calls = await startParameterStore(values, [[400, "com.amazonaws.ssm#AccessDeniedException"]]);
  await expect(readEnvironment(named)).rejects.toThrow("The SSM Parameter Store answered 400 AccessDeniedException");
  expect(calls).toHaveLength(1);
});

it("names what is missing", async () => {
  await startParameterStore({ "/rollcall/test/SecretKey": "the-secret" });
  await expect(readEnvironment(named)).rejects.toThrow(
    "MONGODB_URI: there is no SSM parameter /rollcall/test/MongodbUri",
  );
});
