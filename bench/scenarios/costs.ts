import { readFileSync } from "node:fs";
import { join } from "node:path";
import { number } from "../report/numbers.ts";
import { readRecord } from "../report/record.ts";
import { median } from "../sampling.ts";
import type { Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { kindNames, kinds, mix } from "../subjects/mix.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { express, fastify } from "../subjects/written.ts";

type Kind = (typeof kinds)[number];

/** Where a kind's processor time was measured. */
const sources: Record<Kind, string> = {
  me: "account",
  refresh: "refresh",
  signIn: "sign-in",
  register: "registration",
};

const subjects = [rollcall, betterAuth, betterAuthWithPlugins, fastify, express].map(({ name }) => name);

/** As in docs/costs.md: a core of half the speed, the share of one that 1024 MB get, milliseconds of a trip. */
const assumed = { slowdown: 2, share: 1024 / 1769, trip: 3 };
/** Bytes of log for a request: Lambda's own, and a line of Rollcall's. */
const logBytes = { lambda: 500, rollcall: 400 };

/** Requests of one person in a month. */
const monthly = 100;

export const scenario: Scenario = {
  name: "costs",
  title: "What it costs on Lambda",
  about: "A million requests and 10,000 people a month on Lambda, by arithmetic from what was measured.",
  seconds: 1,
  after: [...Object.values(sources), "trips"],
  async measure() {
    const prices = readPrices();
    const rows = subjects.map((name) => ({ name, values: kinds.map((kind) => costOf(prices, name, kind)) }));
    const months = rows.map(({ name, values }) => ({ name, values: [monthOf(values)] }));
    const [ours = Number.NaN, bare, plugins] = months.map(({ values: [month] }) => month);
    return {
      ratios: [
        { name: "10,000 people, in dollars a month", value: ours },
        { name: "The same, of better-auth's", value: ours / (bare ?? Number.NaN) },
        { name: "The same, of better-auth's with plugins", value: ours / (plugins ?? Number.NaN) },
      ],
      tables: [
        { title: `10,000 people, a month`, unit: "$", columns: ["a month"], rows: months, chart: true },
        { title: "A million requests", unit: "$", columns: kinds.map((kind) => kindNames[kind]), rows },
      ],
      samples: {},
      method: method(prices),
    };
  },
};

interface Prices {
  /** Month and year in which they were looked up. */
  date: string;
  /** Dollars for a million requests, for a GB-second, for a GB of log. */
  requests: number;
  gigabyteSecond: number;
  log: number;
}

/** docs/costs.md has them, with their sources. */
function readPrices(): Prices {
  const text = readFileSync(join(import.meta.dirname, "../../docs/costs.md"), "utf8");
  const price = (row: string) => Number(found(text, new RegExp(`^\\| ${row}[^|]*\\| \\$([\\d.]+) a`, "m")));
  return {
    date: found(text, /looked up in (\w+ \d{4})/),
    requests: price("Lambda, requests"),
    gigabyteSecond: price("Lambda, arm64"),
    log: price("CloudWatch, logs"),
  };
}

function found(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (!value) throw new Error(`docs/costs.md has nothing like ${pattern}`);
  return value;
}

/** Dollars for a million requests of a kind. */
function costOf({ requests, gigabyteSecond, log }: Prices, name: string, kind: Kind): number {
  const { slowdown, share, trip } = assumed;
  const trips = medianOf("trips", [`${name}, ${kindNames[kind]}, trips`]);
  const billed = Math.ceil((cpuOf(name, kind) * slowdown) / share + trips * trip);
  const bytes = logBytes.lambda + (name === rollcall.name ? logBytes.rollcall : 0);
  return requests + billed * gigabyteSecond * 1_000 + (bytes / 1_000) * log;
}

/** Where there is no refresh, the account is read instead. */
function cpuOf(name: string, kind: Kind): number {
  const series = [name, `${name}, 1 session`].map((of) => `${of}, ms of CPU`);
  const value = medianOf(sources[kind], series);
  return Number.isNaN(value) ? medianOf(sources.me, series) : value;
}

/** The first of the series that was measured. */
function medianOf(source: string, series: string[]): number {
  const record = readRecord(source);
  if (!record) throw new Error(`Nothing was measured: run \`npm run bench -- --write ${source}\` first`);
  return median(series.map((one) => record.samples[one]).find((values) => values !== undefined) ?? []);
}

/** Of 10,000 people, who make a million requests in the mix. */
function monthOf(costs: readonly number[]): number {
  const weights = kinds.map((kind) => mix[kind]);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const million = costs.reduce((sum, cost, at) => sum + (cost * (weights[at] as number)) / all, 0);
  return (million * 10_000 * monthly) / 1e6;
}

function method({ date, requests, gigabyteSecond, log }: Prices): string {
  const all = kinds.reduce((sum, kind) => sum + mix[kind], 0);
  const parts = kinds.map((kind) => `${number((mix[kind] / all) * monthly)} for ${kindNames[kind]}`);
  return `    cost of a million = ${requests} + billed milliseconds × ${gigabyteSecond * 1_000} + bytes of log / 1000 × ${log}
    billed milliseconds = CPU × ${assumed.slowdown} × 1769/1024 + trips × ${assumed.trip}, rounded up

Processor time is that of ${kinds.map((kind) => `[${kindNames[kind]}](${sources[kind]}.md)`).join(", ")}, and
[trips](trips.md) are those until the answer, as if each waited for the one before. Prices are those of [costs](../costs.md), looked up
in ${date}; so are the assumptions: 1024 MB, a core of half the speed, ${assumed.trip} ms to the database and back. The database is not
included, nor what a cold start takes. A person makes ${monthly} requests a month: ${parts.join(", ")}. Nobody has billed this.`;
}
