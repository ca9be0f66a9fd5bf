import { type Consumer, compiler, fromSource, inConsumer, manyCalls, published } from "./consumers.ts";
import { LanguageServer } from "./language-server.ts";

/*
 * How long an editor waits for what it shows of a route, and for the names after a dot: in a program with 100 calls,
 * each time after a change of its file, with TypeScript's own language server.
 */

/** Milliseconds. */
export interface Waits {
  "hover, median": number;
  "hover, 95th percentile": number;
  "completion, median": number;
  "completion, 95th percentile": number;
}

const calls = 100;
const rounds = 60;
const warmUp = 10;

/** A call, the name in it that the mouse rests on, and a part of what the published client says of it. */
const hovered = [
  ['void api.auth.register.$post({ json: { email: "", password: "" } });', "$post", "email_taken"],
  ['void api.users[":id"].sessions.$get({ param: { id: "" } });', "$get", "List an account's sessions"],
  ["void api.me.sessions.$delete();", "$delete", "End all my sessions but this one"],
  ["void api.users.$post;", "users", "Create an account for somebody"],
] as const;

/** What is typed before the names are offered, and some of these. */
const unfinished = "void api.users.";
const offered = ["$get", "$post"];

export async function measureHover(): Promise<{ published: Waits; source: Waits }> {
  return { published: await waitsIn(published, true), source: await waitsIn(fromSource, false) };
}

function waitsIn(consumer: Consumer, hasTexts: boolean): Promise<Waits> {
  return inConsumer(consumer, manyCalls(calls), async (directory, source) => {
    const server = await LanguageServer.open(compiler, directory, "index.ts", source);
    const line = source.split("\n").length - 1;
    const hovers: number[] = [];
    const completions: number[] = [];
    for (let round = 0; round < warmUp + rounds; round++) {
      const [text, name, shown] = hovered[round % hovered.length] as (typeof hovered)[number];
      server.change(`${source}${text}\n${unfinished}`);
      hovers.push(
        await timed(
          () => server.hover({ line, character: text.indexOf(name) }),
          (got) => got.includes(hasTexts ? shown : name),
        ),
      );
      const end = { line: line + 1, character: unfinished.length };
      completions.push(
        await timed(
          () => server.complete(end),
          (got) => offered.every((label) => got.includes(label)),
        ),
      );
    }
    await server.close();
    return summary(hovers.slice(warmUp), completions.slice(warmUp));
  });
}

async function timed<Answer>(ask: () => Promise<Answer>, isRight: (answer: Answer) => boolean): Promise<number> {
  const begin = performance.now();
  const answer = await ask();
  const milliseconds = performance.now() - begin;
  if (!isRight(answer)) throw new Error(`The editor would show ${JSON.stringify(answer)}`);
  return milliseconds;
}

function summary(hovers: number[], completions: number[]): Waits {
  const [hover, completion] = [hovers, completions].map((waits) => waits.sort((a, b) => a - b)) as [number[], number[]];
  return {
    "hover, median": at(hover, 0.5),
    "hover, 95th percentile": at(hover, 0.95),
    "completion, median": at(completion, 0.5),
    "completion, 95th percentile": at(completion, 0.95),
  };
}

function at(sorted: number[], share: number): number {
  return Number((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1));
}
