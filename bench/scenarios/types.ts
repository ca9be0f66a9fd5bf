import { execFileSync } from "node:child_process";
import type { Result, Scenario } from "../scenario.ts";
import { type Consumer, compiler, fromSource, inConsumer, manyCalls, published } from "../typing/consumers.ts";

/** What a compiler says of a program. */
interface Diagnostics {
  instantiations: number;
  /** Seconds. */
  checkTime: number;
}

const calls = 100;

/** A client whose types got lost costs nothing and checks nothing, so each consumer also holds a call that must not compile. */
const wrongCall = '// @ts-expect-error: the password is missing\nawait api.auth.login.$post({ json: { email: "a" } });';

export const scenario: Scenario = {
  name: "types",
  title: "What the client costs a compiler",
  about: "What 100 calls of the client cost a compiler.",
  seconds: 12,
  async measure(progress): Promise<Result> {
    progress(0, 2, "the published client");
    const ours = await compile(published);
    progress(1, 2, "hc<App> from source");
    const source = await compile(fromSource);
    const ratio = ours.instantiations / source.instantiations;
    return {
      ratios: [{ name: "Instantiations, of those of hc<App> from source", value: ratio, atMost: 0.05, isExact: true }],
      tables: [
        {
          title: `A program of ${calls} calls`,
          unit: "instantiations and seconds",
          columns: ["instantiations", "seconds of checking"],
          rows: [row("The published client", ours), row("hc<App> from source", source)],
        },
      ],
      samples: {},
      method: `${calls} calls of the most usual routes in a program that has only the packed client and hono, against the same calls on
\`hc<App>\` made from the server's source. Each program also holds a call that must not compile.`,
    };
  },
};

const row = (name: string, { instantiations, checkTime }: Diagnostics) => ({
  name,
  values: [instantiations, checkTime],
});

function compile(consumer: Consumer): Promise<Diagnostics> {
  return inConsumer(consumer, `${manyCalls(calls)}\n${wrongCall}`, (directory) => {
    const output = execFileSync(compiler, ["--extendedDiagnostics"], { cwd: directory, encoding: "utf8" });
    const read = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1]);
    return { instantiations: read("Instantiations"), checkTime: read("Check time") };
  });
}
