import { Agent, request } from "node:http";
import { quantile } from "../sampling.ts";
import { type Answer, type Call, fill, keptOf } from "./call.ts";
import type { Open, Ran, Run } from "./messages.ts";

/* The process that calls the servers. It answers each message with what came of it, or with an error. */

interface Lane {
  kept: Map<string, string>;
}

interface Target {
  url: string;
  agent: Agent;
  lanes: Lane[];
}

const targets = new Map<string, Target>();

/** How many calls there were so far, of each kind to each server. */
const counts = new Map<string, number>();

async function open({ open: name, url, lanes, first }: Open): Promise<object> {
  targets.get(name)?.agent.destroy();
  const agent = new Agent({ keepAlive: true, maxSockets: lanes, keepAliveMsecs: 60_000 });
  const target: Target = { url, agent, lanes: Array.from({ length: lanes }, () => ({ kept: new Map() })) };
  targets.set(name, target);
  for (const call of first) await Promise.all(target.lanes.map((lane) => send(target, lane, call)));
  return {};
}

async function run({ run: name, calls, milliseconds, atMost = Infinity }: Run): Promise<Ran> {
  const target = targets.get(name) as Target;
  const latencies: number[] = [];
  const start = performance.now();
  let begun = 0;
  await Promise.all(
    target.lanes.map(async (lane) => {
      while (begun < atMost && performance.now() - start < milliseconds) {
        const call = calls[begun++ % calls.length] as Call;
        const before = performance.now();
        await send(target, lane, call);
        latencies.push(performance.now() - before);
      }
    }),
  );
  return {
    count: latencies.length,
    milliseconds: performance.now() - start,
    latency: { median: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
  };
}

async function send(target: Target, { kept }: Lane, call: Call): Promise<void> {
  kept.set("n", String(nextNumber(target, call)));
  const body = call.body && fill(JSON.stringify(call.body), kept);
  const headers: Record<string, string | number> = { ...headersOf(call, kept) };
  if (body) Object.assign(headers, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  const answer = await exchange(target, { method: call.method, path: fill(call.path, kept), headers, body });
  if (answer.status !== call.status) {
    throw new Error(`${call.method} ${call.path} is answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
  }
  for (const [name, value] of keptOf(call, answer)) kept.set(name, value);
}

function headersOf({ headers = {} }: Call, kept: ReadonlyMap<string, string>) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value, kept)]));
}

function nextNumber({ url }: Target, { method, path, numbers = Infinity }: Call): number {
  const kind = `${method} ${url}${path}`;
  const count = counts.get(kind) ?? 0;
  counts.set(kind, count + 1);
  return count % numbers;
}

interface Message {
  method: string;
  path: string;
  headers: Record<string, string | number>;
  body: string | undefined;
}

function exchange(target: Target, message: Message): Promise<Answer> {
  const { path, body, ...options } = message;
  return new Promise((resolve, reject) => {
    const sent = request(target.url + path, { ...options, agent: target.agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.once("error", reject);
      response.once("end", () => {
        resolve({ status: response.statusCode ?? 0, cookies: response.headers["set-cookie"] ?? [], text });
      });
    });
    sent.once("error", (error: NodeJS.ErrnoException) => {
      // The server has closed a connection that was idle while others had their turns.
      const isStale = sent.reusedSocket && error.code === "ECONNRESET";
      if (isStale) exchange(target, message).then(resolve, reject);
      else reject(error);
    });
    sent.end(body);
  });
}

process.on("message", (message: Open | Run | "usage") => {
  if (message === "usage") return;
  const answering: Promise<unknown> = "open" in message ? open(message) : run(message);
  answering.then(
    (answer) => process.send?.(answer),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
// The probe would let it end.
process.channel?.ref();
console.error("ready");
