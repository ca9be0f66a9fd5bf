import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { startParameterStore } from "../../../../test/support/parameter-store.ts";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { readEnvironment } from "./environment.ts";

/** A store that this process is told to ask. */
async function openParameterStore(...args: Parameters<typeof startParameterStore>) {
  const { url, calls, close } = await startParameterStore(...args);
  onTestFinished(close);
  vi.stubEnv("AWS_ENDPOINT_URL_SSM", url);
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
  const calls = await openParameterStore(values);
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

it("gets the pepper of passwords with them, where there is one", async () => {
  const calls = await openParameterStore({ ...values, "/rollcall/test/PasswordPepper": "the-pepper" });
  const environment = { ...named, PASSWORD_PEPPER_PARAMETER: "/rollcall/test/PasswordPepper" };
  expect(await readEnvironment(environment)).toMatchObject({ SECRET_KEY: "the-secret", PASSWORD_PEPPER: "the-pepper" });
  expect(calls).toHaveLength(1);
});

it("calls nobody when no parameter is named", async () => {
  const calls = await openParameterStore(values);
  expect(await readEnvironment({ SECRET_KEY: "given", SECRET_KEY_PARAMETER: "" })).toEqual({
    SECRET_KEY: "given",
    SECRET_KEY_PARAMETER: "",
  });
  expect(calls).toEqual([]);
});

it("tries again when it is throttled or the store is away", async () => {
  const calls = await openParameterStore(values, {
    failures: [
      [400, "ThrottlingException"],
      [500, "InternalServerError"],
    ],
  });
  expect(await readEnvironment(named)).toMatchObject({ SECRET_KEY: "the-secret" });
  expect(calls).toHaveLength(3);
});

it("gives up at once when it may not read, and says so without a value", async () => {
  const calls = await openParameterStore(values, { failures: [[400, "com.amazonaws.ssm#AccessDeniedException"]] });
  await expect(readEnvironment(named)).rejects.toThrow("The SSM Parameter Store answered 400 AccessDeniedException");
  expect(calls).toHaveLength(1);
});

it("names what is missing", async () => {
  await openParameterStore({ "/rollcall/test/SecretKey": "the-secret" });
  await expect(readEnvironment(named)).rejects.toThrow(
    "MONGODB_URI: there is no SSM parameter /rollcall/test/MongodbUri",
  );
});

it("tries again when nobody answers", async () => {
  const port = await unusedPort();
  vi.stubEnv("AWS_ENDPOINT_URL_SSM", `http://127.0.0.1:${port}/`);
  const reading = readEnvironment(named);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { close } = await startParameterStore(values, { port });
  onTestFinished(close);
  expect(await reading).toMatchObject({ SECRET_KEY: "the-secret" });
});

it("does something else meanwhile: once, when the question is on its way", async () => {
  const order: string[] = [];
  await openParameterStore(values, { failures: [[400, "ThrottlingException"]], delay: 20 });
  await readEnvironment(named, () => order.push("meanwhile"));
  order.push("read");
  await readEnvironment({ SECRET_KEY: "given" }, () => order.push("nothing was asked"));
  expect(order).toEqual(["meanwhile", "read"]);
});
