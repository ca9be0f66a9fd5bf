import { definitions, type SignedIn } from "@rollcall/core";
import { BSON } from "mongodb";
import { throttles } from "../../packages/core/src/guessing/index.ts";
import type { SearchSlice } from "../../packages/core/src/user/profile.slice.ts";
import { startService } from "./accounts.ts";
import { type IndexWeight, weighIndexes } from "./index-entries.ts";

export interface Weights {
  /** Bytes of an account's document (BSON), with everything told that it had to tell, by how many sessions it has. */
  account: Record<"1" | "10" | "100", number>;
  /** Of these what each part takes, in an account with one session. */
  parts: { searchKeys: number; session: number };
  /** Keys that searches find an account by. */
  searchKeys: number;
  /** Bytes of one event that waits in an account, in the field that holds it. */
  waitingEvent: number;
  /** Bytes of one document of the audit trail, and of one count by network. */
  event: number;
  throttle: number;
  indexes: Record<"users" | "events" | "throttles", IndexWeight[]>;
}

const bytesOf = (document: object) => BSON.calculateObjectSize(document, { ignoreUndefined: true });

const email = "ada.lovelace@example.com";

/** Weighs the account of somebody with a name of usual length, who signs in with one browser from one place. */
export async function weighAccount(sessionCounts: readonly number[]): Promise<number[]> {
  const service = startService();
  const { user } = await service.register(email, "Ada Lovelace");
  const bytes: number[] = [];
  let sessions = 1;
  for (const wanted of sessionCounts) {
    for (; sessions < wanted; sessions++) await service.signIn(email);
    await service.settle();
    bytes.push(bytesOf(await service.documentOf(user.id)));
  }
  await service.dependencies.database.close();
  return bytes;
}

/** @param population accounts from which the indexes are weighed */
export async function weigh(population = 2_000): Promise<Weights> {
  const [one = 0, ten = 0, hundred = 0] = await weighAccount([1, 10, 100]);
  const service = startService({ isCheap: true });
  const all = await populate(service, population);
  const waiting = (await service.documentOf((all[0] as SignedIn).user.id)) as { outbox: Record<string, object> };
  await service.settle();
  const documents = await Promise.all(all.map(({ user }) => service.documentOf(user.id)));
  const { searchKeys = [] } = documents[0] as SearchSlice;
  const [events, counts] = await Promise.all([read(service, "events"), read(service, "throttles")]);
  await service.dependencies.database.close();
  return {
    account: { "1": one, "10": ten, "100": hundred },
    parts: { searchKeys: bytesOf({ searchKeys }), session: Math.round((ten - one) / 9) },
    searchKeys: searchKeys.length,
    waitingEvent: Math.round(bytesOf(waiting.outbox) / Object.keys(waiting.outbox).length),
    event: mean(events.map(bytesOf)),
    throttle: mean(counts.map(bytesOf)),
    indexes: {
      users: weighIndexes(definitionOf("users"), documents),
      events: weighIndexes(definitionOf("events"), events),
      throttles: weighIndexes(throttles, counts),
    },
  };
}

const firstNames =
  "Ada Grace Alan Edsger Barbara Donald Radia Tim Margaret Ken Frances Dennis Hedy John Katherine Linus".split(" ");
const lastNames =
  "Lovelace Hopper Turing Dijkstra Liskov Knuth Perlman Berners-Lee Hamilton Thompson Allen Ritchie Lamarr McCarthy Johnson Torvalds".split(
    " ",
  );
const hosts = ["example.com", "mail.example.org", "example.net", "post.example.de"];

/** Names and addresses as they are met, so that keys have as much in common as there. */
async function populate(service: ReturnType<typeof startService>, count: number): Promise<SignedIn[]> {
  const all: SignedIn[] = [];
  for (let n = 0; n < count; n++) {
    const first = firstNames[n % firstNames.length] as string;
    const last = lastNames[Math.floor(n / firstNames.length) % lastNames.length] as string;
    const address = `${first}.${last}${n}@${hosts[n % hosts.length]}`.toLowerCase();
    all.push(await service.register(address, `${first} ${last}`));
  }
  return all;
}

function definitionOf(name: string) {
  const definition = definitions.find((one) => one.name === name);
  if (!definition) throw new Error(`There is no collection ${name}`);
  return definition;
}

function read({ dependencies }: ReturnType<typeof startService>, name: string): Promise<object[]> {
  return dependencies.database.collection(definitionOf(name)).find({}, { sort: { _id: 1 }, limit: 2_000 });
}

const mean = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
