import { request as sendRequest } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

export interface Outcome {
  /** 0 where the connection ended without an answer. */
  status: number;
  ms: number;
  retryAfter: string | null;
}

export interface Sent {
  method?: string;
  path: string;
  body?: object;
  token?: string;
  /** Of the loopback network 127.0.0.0/8; Linux alone has them all. */
  from?: string;
}

/** Sends one request on a connection of its own. */
export function send(url: string, { method = "POST", path, body, token, from }: Sent): Promise<Outcome> {
  const startedAt = performance.now();
  const text = body && JSON.stringify(body);
  return new Promise((resolve) => {
    const done = (status: number, retryAfter: string | null = null) =>
      resolve({ status, ms: performance.now() - startedAt, retryAfter });
    const request = sendRequest(url + path, {
      method,
      agent: false,
      ...(from && { localAddress: from }),
      headers: {
        ...(text && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
    });
    request.on("error", () => done(0));
    request.on("response", (response) => {
      response
        .resume()
        .once("close", () => done(response.statusCode as number, response.headers["retry-after"] ?? null));
    });
    request.end(text);
  });
}

/** What comes of requests that begin at a steady rate, whatever becomes of those before, for so many seconds. */
export async function atRate(rate: number, seconds: number, begin: (index: number) => Promise<Outcome>) {
  const startedAt = performance.now();
  const outcomes: Promise<Outcome>[] = [];
  while (outcomes.length < rate * seconds) {
    const due = Math.min(rate * seconds, ((performance.now() - startedAt) * rate) / 1_000);
    while (outcomes.length < due) outcomes.push(begin(outcomes.length));
    await sleep(2);
  }
  return { outcomes: await Promise.all(outcomes), seconds: (performance.now() - startedAt) / 1_000 };
}

/** What comes of requests of which so many are always under way, for so many seconds. */
export async function atOnce(clients: number, seconds: number, begin: (index: number) => Promise<Outcome>) {
  const startedAt = performance.now();
  const outcomes: Outcome[] = [];
  let index = 0;
  const client = async () => {
    while (performance.now() - startedAt < seconds * 1_000) outcomes.push(await begin(index++));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { outcomes, seconds: (performance.now() - startedAt) / 1_000 };
}

/** The value that this share of them does not exceed, such as 0.95. */
export function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
}

export const countOf = <T>(values: T[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(values, String)].map(([value, all]) => [value, all.length]));
