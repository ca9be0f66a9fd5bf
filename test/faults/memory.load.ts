import { existsSync, readFileSync, rmSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/commands.ts";
import { password } from "../support/rollcall.ts";
import { lengthOf } from "./support/length.ts";
import { atOnce, countOf, send } from "./support/rate.ts";
import { loadForms, newEmail, type Service, startService } from "./support/service.ts";
import { refreshTokenOf } from "./support/traffic.ts";

const seconds = lengthOf(12, 600);

/** Megabytes a minute. In some seconds a heap that stays the same moves by more than that, so the short form only finds what is worse. */
const steepest = lengthOf(8, 1);

const megabyte = 1024 * 1024;
const from = (index: number) => (platform() === "linux" ? `127.1.${index % 250}.1` : "127.0.0.1");

interface Sample {
  minutes: number;
  heapUsed: number;
  external: number;
  rss: number;
}

async function startMeasured(form: (typeof loadForms)[number]) {
  const file = join(temporaryDirectory(), "memory");
  const env = { MEMORY_FILE: file, SESSIONS_PER_ACCOUNT: "5" };
  const service = await startService(form, { preloads: ["report-memory"], env });
  const startedAt = performance.now();
  const sample = async (): Promise<Sample> => {
    rmSync(file, { force: true });
    service.process().process.kill("SIGHUP");
    while (!existsSync(file) || readFileSync(file, "utf8") === "") await sleep(20);
    return { minutes: (performance.now() - startedAt) / 60_000, ...JSON.parse(readFileSync(file, "utf8")) };
  };
  return { service, sample };
}

/**
 * What people do, one request after the other. An embedded database has its accounts and events in memory: there it is what adds
 * none.
 */
async function startMix(service: Service, isRemote: boolean) {
  const emails = Array.from({ length: 20 }, newEmail);
  const tokens: { accessToken: string; refreshToken: string }[] = [];
  for (const email of emails) {
    const { body } = await service.call("POST", "/auth/register", { email, password });
    tokens.push(body.tokens as (typeof tokens)[number]);
  }
  const post = (path: string, body: object, index: number) => send(service.url(), { path, body, from: from(index) });
  const get = (path: string, index: number, token?: string) =>
    send(service.url(), { method: "GET", path, from: from(index), ...(token && { token }) });
  const readers = [
    async (index: number) => {
      const session = tokens[index % 20] as (typeof tokens)[number];
      const answer = await service.call("POST", "/auth/refresh", { refreshToken: session.refreshToken });
      if (answer.status === 200) session.refreshToken = refreshTokenOf(answer);
      return { status: answer.status, ms: 0, retryAfter: null };
    },
    (index: number) => get("/me", index, tokens[index % 20]?.accessToken),
    (index: number) => get("/me", index, `${tokens[0]?.accessToken.slice(0, -8)}${String(index).padStart(8, "A")}`),
    (index: number) => get(`/nothing/${index}`, index),
    (index: number) => get("/ready", index),
    (index: number) => post("/auth/login", { email: index }, index),
    (index: number) => post("/auth/register", { email: emails[0], password }, index),
  ];
  const writers = [
    (index: number) => post("/auth/register", { email: newEmail(), password }, index),
    (index: number) => post("/auth/login", { email: emails[index % 20], password }, index),
    (index: number) => post("/auth/login", { email: newEmail(), password: "not the right password" }, index),
    (index: number) => post("/auth/password/forgot", { email: emails[index % 20] }, index),
  ];
  const requests = isRemote ? [...readers, ...writers] : readers;
  return (index: number) => (requests[index % requests.length] as (typeof requests)[number])(index);
}

/** Of the line that fits best, in megabytes a minute. */
function slopeOf(samples: Sample[], of: (sample: Sample) => number): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(samples.map(({ minutes }) => minutes));
  const y = mean(samples.map(of));
  const rise = samples.reduce((sum, sample) => sum + (sample.minutes - x) * (of(sample) - y), 0);
  const run = samples.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0);
  return rise / run / megabyte;
}

describe.each(loadForms)("a server that serves a mixed load for long, on %s", (form) => {
  it("keeps no more in memory in the end than in the beginning, and answers nothing with 5xx (Q182)", async () => {
    const { service, sample } = await startMeasured(form);
    const mix = await startMix(service, form === "mongodb");
    const begun = await atOnce(6, seconds / 3, mix);
    const samples: Sample[] = [];
    let isOver = false;
    const sampling = (async () => {
      while (!isOver) {
        samples.push(await sample());
        await sleep(seconds * 25);
      }
    })();
    const { outcomes } = await atOnce(6, seconds, mix);
    isOver = true;
    await sampling;
    const kept = ({ heapUsed, external }: Sample) => heapUsed + external;
    const slope = slopeOf(samples, kept);
    const [first, last] = [samples[0], samples.at(-1)].map((at) => kept(at as Sample) / megabyte);
    const rss = slopeOf(samples, ({ rss }) => rss);
    const requests = begun.outcomes.length + outcomes.length;
    console.log(
      `${form}: ${requests} requests; kept ${first?.toFixed(1)} to ${last?.toFixed(1)} MB, slope ${slope.toFixed(2)} MB a minute (resident ${rss.toFixed(2)}); ${JSON.stringify(countOf(outcomes.map(({ status }) => status)))}`,
    );
    expect(outcomes.filter(({ status }) => status === 0 || status >= 500)).toEqual([]);
    expect(slope).toBeLessThan(steepest);
  });
});
