import { quantile, spread, spreadColumns } from "../sampling.ts";
import type { Result, Scenario } from "../scenario.ts";
import { type Consumer, compiler, fromSource, inConsumer, manyCalls, published } from "../typing/consumers.ts";
import { LanguageServer } from "../typing/language-server.ts";

/** Milliseconds, of each round. */
interface Waits {
  hover: number[];
  completion: number[];
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

export const scenario: Scenario = {
  name: "hover",
  title: "How long an editor waits",
  about: "How long an editor waits for a route's text, and for the names after a dot.",
  seconds: 50,
  async measure(progress): Promise<Result> {
    progress(0, 2, "the published client");
    const ours = await waitsIn(published, true);
    progress(1, 2, "hc<App> from source");
    const source = await waitsIn(fromSource, false);
    const longest = Math.max(quantile(ours.hover, 0.95), quantile(ours.completion, 0.95));
    const samples = {
      "Hover, the published client": ours.hover,
      "Hover, hc<App> from source": source.hover,
      "Completion, the published client": ours.completion,
      "Completion, hc<App> from source": source.completion,
    };
    return {
      ratios: [
        { name: "Milliseconds that an editor waits for the client in 95 of 100 cases", value: longest, atMost: 50 },
      ],
      tables: [
        {
          title: "After a change of the file",
          unit: "ms",
          columns: spreadColumns,
          rows: Object.entries(samples).map(([name, waits]) => ({ name, values: spread(waits) })),
          chart: true,
        },
      ],
      samples,
      method: `TypeScript's own language server, in a program of ${calls} calls whose file changes before each of ${rounds} questions: what it
shows of a route, and which names it offers after \`${unfinished}\`.`,
    };
  },
};

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
    return { hover: hovers.slice(warmUp), completion: completions.slice(warmUp) };
  });
}

async function timed<Answer>(ask: () => Promise<Answer>, isRight: (answer: Answer) => boolean): Promise<number> {
  const begin = performance.now();
  const answer = await ask();
  const milliseconds = performance.now() - begin;
  if (!isRight(answer)) throw new Error(`The editor would show ${JSON.stringify(answer)}`);
  return milliseconds;
}
