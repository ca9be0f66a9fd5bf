import { definitions } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { median } from "../sampling.ts";
import { dependenciesOf, questions, startLists } from "./lists.ts";
import { person } from "./people.ts";

/* A process whose whole work is an embedded database of so many accounts, made before: it opens that, and says what it takes. */

const [directory = "", task, accounts = "0"] = process.argv.slice(2);
const count = Number(accounts);
const times = 5;

async function fill(): Promise<string[]> {
  const database = openEmbeddedDatabase({ directory, definitions });
  const dependencies = dependenciesOf(database);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const account: UserDocument = { ...person(dependencies, n), passwordHash: "h".repeat(97), sessions: {} };
    ids.push(account._id);
    await database.collection(users).insertOne(account);
  }
  await database.close();
  return ids;
}

async function measure(ids: string[]): Promise<Record<string, number>> {
  const before = performance.now();
  const database = openEmbeddedDatabase({ directory, definitions });
  await database.prepare();
  const opened = performance.now() - before;
  const resident = process.memoryUsage.rss() / 1_048_576;
  const dependencies = dependenciesOf(database);
  const ask = await startLists(dependencies);
  const asked = questions(dependencies, (n) => ids[n] as string, count);
  const byId = { _id: ids[Math.floor(count / 2)] as string };
  const { email } = (await database.collection(users).findOne(byId)) as UserDocument;
  const figures = {
    "to open it, ms": opened,
    "memory of the process, MiB": resident,
    "an account by its id, ms": await each(() => database.collection(users).findOne(byId)),
    "an account by its address, ms": await each(() => database.collection(users).findOne({ email })),
    "a write to an account, ms": await each(() => database.collection(users).updateOne(byId, { $inc: { tries: 1 } })),
    "a page of the list, ms": await each(() => ask(asked["the newest"])),
    "a page of a search, ms": await each(() => ask(asked["a word of many names"])),
  };
  await database.close();
  return figures;
}

async function each(act: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    await act();
    taken.push(performance.now() - started);
  }
  return median(taken);
}

// Not over as long as it may be asked.
process.channel?.ref();
process.on("message", async (ids: string[] | "usage") => {
  if (ids !== "usage") process.send?.(await (task === "fill" ? fill() : measure(ids)));
});
