import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

interface Call {
  headers: IncomingHttpHeaders;
  body: { Names: string[]; WithDecryption: boolean };
}

export interface ParameterStoreOptions {
  /** Answered first, one each. */
  failures?: [status: number, type: string][];
  /** So many callers, told apart by their access keys, are throttled, each so many times. */
  throttles?: { callers: number; times: number };
  port?: number;
  /** Milliseconds before each answer. */
  delay?: number;
}

/** An SSM Parameter Store with these values, until it is closed. */
export async function startParameterStore(
  values: Record<string, string>,
  { failures = [], throttles, port = 0, delay = 0 }: ParameterStoreOptions = {},
) {
  const throttled = new Map<string, number>();
  /** Whether this call is one of those that are throttled; it is counted. */
  const isThrottled = ({ authorization = "" }: IncomingHttpHeaders): boolean => {
    const caller = /Credential=([^/]+)/.exec(authorization)?.[1] ?? "";
    const times = throttled.get(caller) ?? 0;
    if (!throttles || times >= throttles.times || (times === 0 && throttled.size >= throttles.callers)) return false;
    return Boolean(throttled.set(caller, times + 1));
  };
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Call["body"];
    calls.push({ headers: request.headers, body });
    if (delay > 0) await sleep(delay);
    const [status, type] = isThrottled(request.headers) ? [400, "ThrottlingException"] : (failures.shift() ?? []);
    const Parameters = body.Names.flatMap((Name) => (Name in values ? [{ Name, Value: values[Name] }] : []));
    response.writeHead(status ?? 200);
    response.end(JSON.stringify(status ? { __type: type } : { Parameters, InvalidParameters: [] }));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, calls, close };
}
