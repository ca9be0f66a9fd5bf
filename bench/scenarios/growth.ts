import budgets from "../budgets.json" with { type: "json" };
import { BTrees } from "../growth/b-trees.ts";
import { BySize, type Question } from "../growth/by-size.ts";
import { type Ask, dependenciesOf, listingFrom, questions, startLists } from "../growth/lists.ts";
import { person } from "../growth/people.ts";
import { inTemporaryDirectory } from "../leftovers.ts";
import { number } from "../report/numbers.ts";
import { cpuOfThisProcess, interleaved, median, methodOfRatios } from "../sampling.ts";
import type { Progress, Result, Scenario } from "../scenario.ts";

const sizes = [1_000, 10_000, 100_000, 1_000_000];
const rounds = 15;
/** Requests of a sample. */
const batch = 20;

export const scenario: Scenario = {
  name: "growth",
  title: "Lists and searches among a thousand and a million accounts",
  about: "What a page of accounts costs among 10³ to 10⁶ of them. Exits with 1 when one looks at more than it may.",
  seconds: 300,
  measure: (progress) => inTemporaryDirectory((directory) => measureGrowth(directory, progress)),
};

interface Subject extends Question {
  query: Record<string, string>;
  ask: Ask;
  trees: BTrees;
}

async function measureGrowth(directory: string, progress: Progress): Promise<Result> {
  const subjects: Subject[] = [];
  for (const [at, size] of sizes.entries()) {
    progress(at, sizes.length + rounds, `making ${number(size)} accounts`);
    subjects.push(...(await populate(directory, size)));
  }
  const questions = new BySize(subjects);
  const lookedAt = new Map<Subject, number>();
  const cpu = await interleaved(questions.all, rounds, async (subject, round) => {
    progress(sizes.length + round, sizes.length + rounds + 1, subject.name);
    const { ask, query, trees } = subject;
    const before = trees.lookedAt;
    const started = cpuOfThisProcess();
    for (let index = 0; index < batch; index++) await ask(query);
    lookedAt.set(subject, (trees.lookedAt - before) / batch);
    return (cpuOfThisProcess() - started) / batch;
  });
  for (const trees of new Set(subjects.map((subject) => subject.trees))) trees.close();
  return report(questions, cpu, lookedAt);
}

async function populate(directory: string, size: number): Promise<Subject[]> {
  const trees = new BTrees(directory, String(size));
  const dependencies = dependenciesOf(listingFrom((filter, options) => trees.find(filter, options)));
  trees.fill(
    (function* () {
      for (let n = 0; n < size; n++) yield person(dependencies, n);
    })(),
  );
  const ask = await startLists(dependencies);
  const asked = questions(dependencies, (n) => trees.idOf(n), size);
  return Object.entries(asked).map(([name, query]) => ({ name, size, query, ask, trees }));
}

function report(
  questions: BySize<Subject>,
  cpu: ReadonlyMap<Subject, number[]>,
  lookedAt: ReadonlyMap<Subject, number>,
): Result {
  const growths = questions.names.map((name) => ({ name, value: questions.growth(name, cpu), atMost: 1.5 }));
  const dearest = Math.max(...growths.map(({ value }) => value));
  return {
    ratios: [
      {
        name: "Entries that a page looks at, at most",
        value: Math.max(...lookedAt.values()),
        atMost: budgets.growth.entriesOfAPage,
        isExact: true,
      },
      { name: "CPU among 10⁶ accounts, of that among 10³: the dearest question", value: dearest, atMost: 1.5 },
      ...growths,
    ],
    tables: [
      questions.table("CPU of a page", "ms", (subject) => median(cpu.get(subject) ?? [])),
      questions.table("Entries looked at", "entries of an index", (subject) => lookedAt.get(subject) ?? null),
    ],
    samples: questions.samples(cpu),
    method: `\`GET /users\` of the whole service, in one process, 50 accounts a page, ${batch} requests a sample, ${rounds} rounds that take the sizes in
turn. Of every size there is as much to find for a page, so that what differs is the number of the others.

The accounts lie in files of B-trees (SQLite ${process.versions.sqlite}), one tree for each index that is declared for lists, with a value and the account's
place in the order of ids: what MongoDB has, but for the way its trees are stored. A query goes along the one tree that the rules
for MongoDB's indexes give it, and is refused where it would go along none, leave out what it meets, or sort (SQLite's
own \`EXPLAIN QUERY PLAN\` says so of each). So the time is that of the service and of real trees on a disk whose pages are cached, and what is
looked at is counted. MongoDB's own answers, by \`explain\`, are checked by the tests wherever a \`mongod\` is found. ${methodOfRatios}`,
  };
}
