import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished, vi } from "vitest";

export interface AwsCall {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export interface AwsAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

/**
 * A service of AWS on loopback that this process's clients are told to ask, until the end of the test.
 * @param name as the SDK's variable of its address has it, such as `SESV2`
 * @param answerTo null for no answer
 * @returns the calls so far
 */
export async function startAwsService(name: string, answerTo: () => AwsAnswer | null): Promise<AwsCall[]> {
  const calls: AwsCall[] = [];
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    calls.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text) });
    const answer = answerTo();
    if (!answer) return;
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv(`AWS_ENDPOINT_URL_${name}`, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
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
