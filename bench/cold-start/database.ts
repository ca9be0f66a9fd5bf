import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { startParameterStore } from "../../test/support/parameter-store.ts";
import { leaveUntilTheEnd } from "../leftovers.ts";
import { type Answer, measureStart } from "./start.ts";
import { type Subject, secretKey, variablesFor } from "./subjects.ts";

/** Milliseconds that parameter stores take to answer: none, and what one in the same region may take. */
export const delays = [0, 30] as const;
export type Delay = (typeof delays)[number];

/** A function with a database of its own, an account in it, and a parameter store for each delay. */
export interface Prepared {
  subject: Subject;
  requests: ReturnType<Subject["requests"]>;
  variables: Record<Delay, Record<string, string>>;
}

/** What it leaves goes when the run ends. */
export async function prepare(subject: Subject): Promise<Prepared> {
  const uri = new URL(process.env.MONGODB_URI as string);
  uri.pathname = `/rollcall_bench_${randomBytes(4).toString("hex")}`;
  leaveUntilTheEnd(() => drop(uri.href));
  const [instant, slow] = await Promise.all(delays.map((delay) => store(uri.href, delay)));
  const variables = { 0: variablesFor(instant as string), 30: variablesFor(slow as string) };
  const { answer } = await measureStart(subject, variables[0], subject.signUp);
  return {
    subject,
    variables,
    requests: subject.requests({ cookies: cookiesOf(answer), body: JSON.parse(answer.body) }),
  };
}

async function store(uri: string, delay: Delay): Promise<string> {
  const { url, close } = await startParameterStore({ SecretKey: secretKey, MongodbUri: uri }, { delay });
  leaveUntilTheEnd(close);
  return url;
}

const cookiesOf = ({ cookies, headers }: Answer) => cookies ?? (headers["set-cookie"] ? [headers["set-cookie"]] : []);

async function drop(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  await client.db().dropDatabase();
  await client.close();
}
