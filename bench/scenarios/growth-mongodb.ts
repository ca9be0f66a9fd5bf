import { definitions, openMongoDatabase } from "@rollcall/core";
import type { MongoClient } from "mongodb";
import { users } from "../../packages/core/src/user/index.ts";
import budgets from "../budgets.json" with { type: "json" };
import { BySize, type Question } from "../growth/by-size.ts";
import { type Ask, dependenciesOf, questions, startLists } from "../growth/lists.ts";
import { person } from "../growth/people.ts";
import { type BenchDatabase, createDatabase } from "../processes/database.ts";
import { number } from "../report/numbers.ts";
import { cpuOfThisProcess, interleaved, median, methodOfRatios } from "../sampling.ts";
import { needsMongodb, type Progress, type Result, type Scenario } from "../scenario.ts";

/** So many as mongo-java-server answers lists of in time; MongoDB itself takes a million. */
const largest = Number(process.env.BENCH_ACCOUNTS ?? 10_000);
const sizes = [1_000, 10_000, 100_000, 1_000_000].filter((size) => size <= largest);
const rounds = 7;
/** Requests of a sample. */
const batch = 2;

export const scenario: Scenario = {
  name: "growth-mongodb",
  title: "Lists and searches on a server, by the number of accounts",
  about: "What a page of accounts costs the service on MONGODB_URI, among up to BENCH_ACCOUNTS (10,000) of them.",
  seconds: 60,
  unavailable: needsMongodb,
  measure: measureGrowth,
};

interface Subject extends Question {
  query: Record<string, string>;
  ask: Ask;
  sent: Sent;
}

/** What has gone to the server for lists, and has come from it. */
interface Sent {
  trips: number;
  documents: number;
  lastFind: Record<string, unknown>;
}

/** Of one page. */
interface Page {
  wall: number;
  trips: number;
  documents: number;
}

async function measureGrowth(progress: Progress): Promise<Result> {
  const subjects: Subject[] = [];
  const closings: (() => Promise<void>)[] = [];
  const keys = new Map<Subject, number | null>();
  for (const [at, size] of sizes.entries()) {
    progress(at, sizes.length + rounds + 1, `making ${number(size)} accounts`);
    const database = await createDatabase();
    const { added, close } = await populate(database, size);
    closings.push(close, database.drop);
    for (const subject of added) keys.set(subject, await keysLookedAt(database, subject));
    subjects.push(...added);
  }
  const questions = new BySize(subjects);
  const pages = new Map<Subject, Page[]>(subjects.map((subject) => [subject, []]));
  const cpu = await interleaved(questions.all, rounds, async (subject, round) => {
    progress(sizes.length + round, sizes.length + rounds + 1, subject.name);
    const { ask, query, sent } = subject;
    const before = { ...sent, cpu: cpuOfThisProcess(), time: performance.now() };
    for (let index = 0; index < batch; index++) await ask(query);
    pages.get(subject)?.push({
      wall: (performance.now() - before.time) / batch,
      trips: (sent.trips - before.trips) / batch,
      documents: (sent.documents - before.documents) / batch,
    });
    return (cpuOfThisProcess() - before.cpu) / batch;
  });
  for (const close of closings) await close();
  return report(questions, cpu, pages, keys);
}

function report(
  questions: BySize<Subject>,
  cpu: ReadonlyMap<Subject, number[]>,
  pages: ReadonlyMap<Subject, Page[]>,
  keys: ReadonlyMap<Subject, number | null>,
): Result {
  const most = (figure: keyof Page) => Math.max(...[...pages.values()].flat().map((page) => page[figure]));
  const middle = (subject: Subject, figure: keyof Page) =>
    median((pages.get(subject) ?? []).map((page) => page[figure]));
  const dearest = Math.max(...questions.names.map((name) => questions.growth(name, cpu)));
  const range = `among ${number(sizes.at(-1) ?? 0)} accounts, of that among ${number(sizes[0] ?? 0)}`;
  return {
    ratios: [
      { name: "Trips of a page, at most", value: most("trips"), atMost: budgets.growth.tripsOfAPage, isExact: true },
      {
        name: "Accounts that a page reads, at most",
        value: most("documents"),
        atMost: budgets.growth.entriesOfAPage,
        isExact: true,
      },
      { name: `CPU of the service ${range}: the dearest question`, value: dearest, atMost: 1.5 },
    ],
    tables: [
      questions.table("CPU of the service", "ms a page", (subject) => median(cpu.get(subject) ?? [])),
      questions.table("Accounts read", "a page", (subject) => middle(subject, "documents")),
      questions.table(
        "Keys that the server looked at, where it can say",
        "a page",
        (subject) => keys.get(subject) ?? null,
      ),
      questions.table("Time with the server", "ms a page", (subject) => middle(subject, "wall")),
    ],
    samples: questions.samples(cpu),
    method: `\`GET /users\` of the whole service, 50 accounts a page, ${batch} requests a sample, ${rounds} rounds that take the sizes in turn. CPU is that
of the service and its driver. Keys are those of the server's own \`explain\`.

The time with the server is a figure of that server. mongo-java-server, which tests use where there is no \`mongod\`, keeps unique indexes only and
says of every other "ignoring": it reads the whole collection for a list and sorts what it finds, so its time grows with the
accounts whatever the query: among 100,000 it takes longer than the 8 seconds that the service waits. What indexes such as MongoDB's make of the
same queries is measured by \`growth\`. ${methodOfRatios}`,
  };
}

async function populate({ uri, db }: BenchDatabase, size: number) {
  const sent: Sent = { trips: 0, documents: 0, lastFind: {} };
  const database = openMongoDatabase({
    uri,
    definitions,
    driver: { monitorCommands: true, socketTimeoutMS: 0 },
    onClient: (client) => watch(client, sent),
  });
  const dependencies = dependenciesOf(database);
  const ask = await startLists(dependencies);
  const ids: string[] = [];
  for (let first = 0; first < size; first += 1_000) {
    const people = Array.from({ length: Math.min(1_000, size - first) }, (_, at) => person(dependencies, first + at));
    ids.push(...people.map(({ _id }) => _id));
    await db.collection(users.name).insertMany(people as never[], { ordered: false });
  }
  const asked = questions(dependencies, (n) => ids[n] as string, size);
  const added: Subject[] = Object.entries(asked).map(([name, query]) => ({ name, size, query, ask, sent }));
  return { added, close: () => database.close() };
}

function watch(client: MongoClient, sent: Sent): void {
  client.on("commandStarted", ({ commandName, command }) => {
    const isOfLists = command.find === users.name || command.collection === users.name;
    if (!isOfLists) return;
    sent.trips++;
    if (commandName === "find") sent.lastFind = command;
  });
  client.on("commandSucceeded", ({ commandName, reply }) => {
    const { firstBatch = [], nextBatch = [] } = (reply as { cursor?: Record<string, unknown[]> }).cursor ?? {};
    if (["find", "getMore"].includes(commandName)) sent.documents += firstBatch.length + nextBatch.length;
  });
}

/** By `explain`; null where the server has none, or one that does not tell what it does. */
async function keysLookedAt({ db }: BenchDatabase, { ask, query, sent }: Subject): Promise<number | null> {
  await ask(query);
  const { find, filter, sort, limit, projection } = sent.lastFind;
  const explain = { find, filter, sort, limit, projection };
  const { executionStats } = await db
    .command({ explain, verbosity: "executionStats" })
    .catch(() => ({ executionStats: undefined }));
  return executionStats?.totalKeysExamined ?? null;
}
