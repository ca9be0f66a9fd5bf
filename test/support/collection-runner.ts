import { createHmac } from "node:crypto";
import { runInNewContext } from "node:vm";

/** What the {{names}} in a collection stand for. */
export type Variables = Map<string, string>;

/** A collection for an API client, read from the client's own format. */
export interface ClientCollection {
  variables: Variables;
  requests: ClientRequest[];
}

export interface ClientRequest {
  name: string;
  method: string;
  url: string;
  /** What stands for each `:name` of the URL's path. */
  parameters: Record<string, string>;
  headers: Record<string, string>;
  token?: string | undefined;
  body?: string | undefined;
  /** Scripts and assertions, in the client's own terms. */
  before(variables: Variables): void;
  after(variables: Variables, answer: Answer): void;
}

export interface Answer {
  status: number;
  /** The parsed body, or nothing where the answer has none. */
  body: unknown;
}

/** Makes all requests, one after the other. @returns a line for each that failed. */
export async function runCollection({ requests, variables }: ClientCollection): Promise<string[]> {
  const failures: string[] = [];
  for (const request of requests) {
    try {
      request.before(variables);
      request.after(variables, await answerTo(request, variables));
    } catch (error) {
      failures.push(`${request.name}: ${(error as Error).message}`);
    }
  }
  return failures;
}

async function answerTo({ method, url, parameters, headers, token, body }: ClientRequest, variables: Variables) {
  const target = url.replace(/\/:(\w+)/g, (_, name: string) => `/${parameters[name]}`);
  const response = await fetch(filled(target, variables), {
    method,
    headers: { ...headers, ...(token && { authorization: `Bearer ${filled(token, variables)}` }) },
    ...(body && { body: filled(body, variables) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

function filled(text: string, variables: Variables): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (!value) throw new Error(`the variable ${name} is empty`);
    return value;
  });
}

/** Runs a script of the collection with nothing but what its client would give it. */
export function runScript(lines: string, given: object): void {
  runInNewContext(lines, { ...given, require: requireOfClient }, { timeout: 1_000 });
}

/** What a script may load: both clients have crypto-js, of which this is as much as the collections use. */
function requireOfClient(name: string) {
  if (name !== "crypto-js") throw new Error(`There is no ${name} in both clients`);
  return {
    enc: { Hex: { parse: (hex: string) => Buffer.from(hex, "hex") } },
    HmacSHA1: (message: Buffer, key: Buffer) => createHmac("sha1", key).update(message).digest("hex"),
  };
}

export function requireStatus(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`answered ${actual} instead of ${expected}`);
}
