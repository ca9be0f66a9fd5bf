import { randomBytes } from "node:crypto";
import { type Collection, type Document, ObjectId } from "mongodb";
import { type Answer, type Call, fill, keptOf } from "../load/call.ts";
import type { Server } from "../processes/server.ts";

const names = ["Ada Lovelace", "Alan Turing", "Grace Hopper", "Edsger Dijkstra", "Barbara Liskov"];
const others = ["Donald Knuth", "Frances Allen", "Tony Hoare", "Radia Perlman", "Niklaus Wirth"];

export interface Seed {
  accounts: number;
  /** Of each account, the one of its registration included. */
  sessions?: number;
  /** So many are made through the service, the others after their image. */
  models?: number;
}

/** Fills a server's database with `user0@example.com` and so on, all with the same password. */
export async function seed(server: Server, { accounts, sessions = 1, models = 1 }: Seed): Promise<void> {
  const { register, signIn } = server.subject;
  for (let n = 0; n < models; n++) {
    const body = { ...register.body, ...signIn.body, name: [...names, ...others][n] as string };
    await ask(server, { ...register, body }, new Map([["n", String(n)]]));
    for (let more = 1; more < sessions; more++) await ask(server, signIn, new Map([["n", String(n)]]));
  }
  await multiply(server, models, accounts);
}

/** Calls once, and keeps what is to be kept. */
export async function ask({ url }: Server, call: Call, kept: Map<string, string>): Promise<Answer> {
  const filled = Object.entries(call.headers ?? {}).map(([name, value]) => [name, fill(value, kept)]);
  const body = call.body && fill(JSON.stringify(call.body), kept);
  const headers = { ...Object.fromEntries(filled), ...(body && { "content-type": "application/json" }) };
  const response = await fetch(url + fill(call.path, kept), { method: call.method, headers, body: body ?? null });
  const answer = { status: response.status, cookies: response.headers.getSetCookie(), text: await response.text() };
  if (answer.status !== call.status) throw new Error(`${call.path} is answered with ${answer.status}: ${answer.text}`);
  for (const [name, value] of keptOf(call, answer)) kept.set(name, value);
  return answer;
}

/** Copies what the first accounts have, in every collection, for all the others. */
async function multiply({ database: { db } }: Server, models: number, accounts: number): Promise<void> {
  // What has happened to one account has not to another.
  const collections = (await db.collections()).filter(({ collectionName }) => collectionName !== "events");
  for (const collection of collections) {
    const originals = await collection.find({ email: /^user\d+@example\.com$/ }).toArray();
    for (const [at, original] of originals.entries()) {
      const numbers = Array.from({ length: accounts }, (_, n) => n).filter((n) => n >= models && n % models === at);
      const replacements = numbers.map((n) => ({
        from: original.email as string,
        to: `user${n}@example.com`,
        id: original._id as unknown,
        newId: anotherId(original._id, n),
      }));
      await insert(
        collection,
        replacements.map((by) => ({ ...copy(original, by), _id: by.newId })),
      );
      for (const other of collections) {
        const owned = await other.find({ userId: original._id }).toArray();
        await insert(
          other,
          replacements.flatMap((by) => owned.map((one) => ({ ...copy(one, by), _id: anotherId(one._id) }))),
        );
      }
    }
  }
}

async function insert(collection: Collection, documents: Document[]): Promise<void> {
  if (documents.length > 0) await collection.insertMany(documents);
}

const copy = (document: Document, by: Replacement) => replaced(document, by) as Document;

interface Replacement {
  from: string;
  to: string;
  id: unknown;
  newId: unknown;
}

function replaced(value: unknown, by: Replacement): unknown {
  if (String(value) === String(by.id)) return typeof value === "string" ? String(by.newId) : by.newId;
  if (typeof value === "string")
    return value.replace(by.from, by.to).replace(by.from.toUpperCase(), by.to.toUpperCase());
  if (Array.isArray(value)) return value.map((item) => replaced(item, by));
  if (value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([key, item]) => [key, key === "token" ? random() : replaced(item, by)]));
}

const random = () => randomBytes(24).toString("base64url");

/** One of the same form: an ObjectId, a secret, or a name and a number in base32, of which the last digits count. */
function anotherId(id: unknown, n?: number): unknown {
  if (id instanceof ObjectId) return new ObjectId();
  if (n === undefined) return random();
  const digits = n.toString(32).replace(/[i-v]/g, (digit) => "jkmnpqrstvwxyz"["ijklmnopqrstuv".indexOf(digit)] ?? "");
  return `${String(id).slice(0, -8)}${digits.padStart(8, "0")}`;
}
