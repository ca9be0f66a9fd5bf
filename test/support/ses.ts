import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished, vi } from "vitest";

interface SesCall {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/**
 * An Amazon SES on loopback that this process is told to ask, until the end of the test.
 * @param failures answered first, one each: a status and the name of an exception, or null for no answer
 */
export async function startSes(failures: ([status: number, exception: string] | null)[] = []): Promise<SesCall[]> {
  const calls: SesCall[] = [];
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    calls.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text) });
    const failure = failures.shift();
    if (failure === null) return;
    const [status, exception] = failure ?? [200];
    response.writeHead(status, {
      "content-type": "application/json",
      ...(exception && { "x-amzn-errortype": exception }),
    });
    response.end(JSON.stringify(exception ? { message: "No" } : { MessageId: "0102018f" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL_SESV2", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
  onTestFinished(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });
  return calls;
}
