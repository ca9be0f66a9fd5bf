import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { relayCall } from "../../packages/functions/src/lambda/relay-call.ts";

afterEach(() => vi.unstubAllEnvs());

/** What stands for AWS's Lambda, and the calls that it got. */
async function startLambda(answer: (request: IncomingMessage) => number | null) {
  const calls: {
    method: string | undefined;
    url: string | undefined;
    headers: IncomingMessage["headers"];
    body: string;
  }[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    calls.push({ method: request.method, url: request.url, headers: request.headers, body });
    const status = answer(request);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", `http://127.0.0.1:${port}/`);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "session");
  return calls;
}

describe("the call of the relay's function", () => {
  it("is an asynchronous invocation, signed with the function's role", async () => {
    const calls = await startLambda(() => 202);
    await relayCall("rollcall-production-Relay")?.(true);
    expect(calls).toEqual([
      {
        method: "POST",
        url: "/2015-03-31/functions/rollcall-production-Relay/invocations",
        headers: expect.objectContaining({
          "x-amz-invocation-type": "Event",
          "x-amz-security-token": "session",
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/lambda\/aws4_request/,
          ),
        }),
        body: "{}",
      },
    ]);
  });

  it("is not made for a request whose mail nobody waits for, nor where there is no relay", async () => {
    const calls = await startLambda(() => 202);
    await relayCall("rollcall-production-Relay")?.(false);
    expect([relayCall(undefined), calls]).toEqual([undefined, []]);
  });

  it("fails no request: a refusal and a connection that is cut are the schedule's to make up for", async () => {
    const calls = await startLambda((request) => {
      if (request.url?.includes("Cut")) request.socket.destroy();
      return 429;
    });
    await relayCall("Refused")?.(true);
    await relayCall("Cut")?.(true);
    expect(calls).toHaveLength(2);
  });
});
