import { peersOfAccounts, withServers } from "../arena.ts";
import type { Generator } from "../load/start-generator.ts";
import { areCoresApart } from "../processes/cores.ts";
import type { Server } from "../processes/server.ts";
import { interleaved, methodOfRatios, pairedRatio, spread, spreadColumns } from "../sampling.ts";
import { needsMongodb, type Scenario } from "../scenario.ts";
import { betterAuth } from "../subjects/better-auth.ts";
import { everybody } from "../subjects/everybody.ts";
import { callOf, kinds, mixed } from "../subjects/mix.ts";
import { rollcall } from "../subjects/rollcall.ts";
import { seed } from "../subjects/seed.ts";

const rounds = 2;
const lanes = 32;
const load = 2_500;
/** Milliseconds between two looks. */
const interval = 100;
const settling = 500;

/** Megabytes. */
interface Memory {
  atRest: number;
  underLoad: number;
}

export const scenario: Scenario = {
  name: "memory",
  title: "Memory",
  about: "Memory of the server's process at rest and under load.",
  seconds: 75,
  unavailable: needsMongodb,
  async measure(progress) {
    const taken = await interleaved(everybody, rounds, (subject, round) => {
      progress(round, rounds + 1, subject.name);
      return withServers([subject], (generator, [server]) => measure(generator, server as Server));
    });
    const seriesOf = (what: keyof Memory) =>
      new Map([...taken].map(([{ name }, memories]) => [name, memories.map((memory) => memory[what])]));
    const [atRest, underLoad] = [seriesOf("atRest"), seriesOf("underLoad")];
    const ratio = (series: ReadonlyMap<string, number[]>) =>
      pairedRatio(series.get(rollcall.name) ?? [], series.get(betterAuth.name) ?? []);
    const table = (title: string, series: ReadonlyMap<string, number[]>) => ({
      title,
      unit: "MB",
      columns: spreadColumns,
      rows: [...series].map(([name, values]) => ({ name, values: spread(values) })),
      chart: true as const,
    });
    return {
      ratios: [
        { name: "At rest, of better-auth's", value: ratio(atRest) },
        { name: "Under load, of better-auth's", value: ratio(underLoad) },
      ],
      tables: [table("At rest", atRest), table("At most under load", underLoad)],
      samples: Object.fromEntries([
        ...[...atRest].map(([name, values]) => [`${name}, at rest, MB`, values]),
        ...[...underLoad].map(([name, values]) => [`${name}, under load, MB`, values]),
      ]),
      method: `What the operating system counts as resident of a new process, ${rounds} of each. At rest: after one of each operation. Under load: the
most of it that was seen, every ${interval} ms in ${load / 1_000} s of [mixed load](mixed.md) over ${lanes} connections. An Argon2id hash needs 19 MiB
while it runs, scrypt as better-auth uses it 32. ${areCoresApart ? "Each server has one core, so Rollcall hashes one password at a time." : ""} ${methodOfRatios}

${peersOfAccounts()}`,
    };
  },
};

async function measure(generator: Generator, server: Server): Promise<Memory> {
  const { subject, url } = server;
  await seed(server, { accounts: 1 });
  const once = [subject.register, ...kinds.map((kind) => callOf(subject, kind))];
  await generator.open({ open: "one", url, lanes: 1, first: once });
  await pause(settling);
  const atRest = await residentOf(server);
  await generator.open({ open: subject.name, url, lanes, first: [subject.register] });
  const run = generator.run({ run: subject.name, calls: mixed(subject), milliseconds: load });
  let underLoad = atRest;
  for (let isOver = false; !isOver; ) {
    isOver = await Promise.race([run.then(() => true), pause(interval).then(() => false)]);
    underLoad = Math.max(underLoad, await residentOf(server));
  }
  return { atRest, underLoad };
}

const residentOf = async (server: Server) => (await server.usage()).resident / 1e6;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
