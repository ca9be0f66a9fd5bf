import { assumptions, deployed, memoryOfProcessor } from "../capacity/assumptions.ts";
import { costOfMillion } from "../capacity/costs.ts";
import { month, operations } from "../capacity/operations.ts";
import { readRecord } from "../report/record.ts";
import { median } from "../sampling.ts";
import type { Scenario } from "../scenario.ts";
import { betterAuth, betterAuthWithPlugins } from "../subjects/better-auth.ts";
import { kindNames, kinds } from "../subjects/mix.ts";
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

const users = 10_000;

export const scenario: Scenario = {
  name: "costs",
  title: "What it costs on Lambda",
  about: "A million requests and 10,000 people a month on Lambda, by arithmetic from what was measured.",
  seconds: 1,
  after: [...Object.values(sources), "trips"],
  async measure() {
    const rows = subjects.map((name) => ({ name, values: kinds.map((kind) => costOf(name, kind)) }));
    const months = rows.map(({ name, values }) => ({ name, values: [monthOf(values)] }));
    const [ours = Number.NaN, bare = Number.NaN, plugins = Number.NaN] = months.map(({ values: [month] }) => month);
    return {
      ratios: [
        { name: "10,000 monthly users, in dollars a month", value: ours },
        { name: "The same, of better-auth's", value: ours / bare },
        { name: "The same, of better-auth's with plugins", value: ours / plugins },
      ],
      tables: [
        { title: "10,000 monthly users", unit: "$ a month", columns: ["in all"], rows: months, chart: true },
        { title: "A million requests", unit: "$", columns: kinds.map((kind) => kindNames[kind]), rows },
      ],
      samples: {},
      method,
    };
  },
};

/** Dollars for a million requests of a kind. */
function costOf(name: string, kind: Kind): number {
  const stretched = assumptions.slowness.value * (memoryOfProcessor / deployed.memory);
  const milliseconds = cpuOf(name, kind) * stretched + tripsOf(name, kind) * assumptions.trip.value;
  return costOfMillion(milliseconds).total;
}

/** Those that wait for each other: of Rollcall's, some go beside others. */
function tripsOf(name: string, kind: Kind): number {
  if (name === rollcall.name) return operations[kind].trips;
  return medianOf("trips", [`${name}, ${kindNames[kind]}, trips`]);
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

/** What all users do in a month of these. */
function monthOf(costs: readonly number[]): number {
  return kinds.reduce((sum, kind, at) => sum + (users * month[kind] * (costs[at] as number)) / 1e6, 0);
}

const method = `The formula, prices and assumptions are those of [costs](../costs.md), for every server alike: ${deployed.memory} MB, a core that takes
${assumptions.slowness.value} × as long, ${assumptions.trip.value} ms for a trip, as many bytes of log. Processor time is that of
${kinds.map((kind) => `[${kindNames[kind]}](${sources[kind]}.md)`).join(", ")}; trips are [those until the answer](trips.md), as far as each waits for the one
before. \`POST /auth/tokens\`, which that page has as well, is left out: not every server here has its like. A monthly user is assumed to do in a month ${kinds.map((kind) => `${month[kind]} × ${kindNames[kind]}`).join(", ")}. The database is not in
it, nor are cold starts, mails and what is paid without traffic. Nobody has billed this.`;
