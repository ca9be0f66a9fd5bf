import { execFileSync } from "node:child_process";
import { installPeers, versionOf } from "../peers.ts";
import type { Result, Scenario } from "../scenario.ts";
import {
  betterAuthClient,
  type Consumer,
  compiler,
  fromSource,
  inConsumer,
  manyCalls,
  published,
} from "../typing/consumers.ts";

/** What a compiler says of a program. */
interface Diagnostics {
  instantiations: number;
  /** Seconds. */
  checkTime: number;
}

const calls = 100;

export const scenario: Scenario = {
  name: "types",
  title: "What the client costs a compiler",
  about: "What 100 calls of the client cost a compiler, beside better-auth's client.",
  seconds: 25,
  async measure(progress): Promise<Result> {
    installPeers();
    progress(0, 3, "the published client");
    const ours = await compile(published);
    progress(1, 3, "hc<App> from source");
    const source = await compile(fromSource);
    progress(2, 3, "better-auth's client");
    const peer = await compile(betterAuthClient);
    return {
      ratios: [
        {
          name: "Instantiations, of those of hc<App> from source",
          value: ours.instantiations / source.instantiations,
          atMost: 0.05,
          isExact: true,
        },
        { name: "Instantiations, of those of better-auth's client", value: ours.instantiations / peer.instantiations },
        { name: "Time of checking, of that of better-auth's client", value: ours.checkTime / peer.checkTime },
      ],
      tables: [
        {
          title: `A program of ${calls} calls`,
          unit: "instantiations and seconds",
          columns: ["instantiations", "seconds of checking"],
          rows: [
            row("Rollcall, the published client", ours),
            row("Rollcall, hc<App> from source", source),
            row("better-auth's client with plugins", peer),
          ],
        },
      ],
      samples: {},
      method: `${calls} calls in a program that has only the packed client and hono, against the same calls on \`hc<App>\` made from the
server's source, and against as many of the client of ${versionOf("better-auth")} with admin, email-otp, jwt and magic-link. Each program also
holds a call that must not compile. The compiler is that of TypeScript: ${execFileSync(compiler, ["--version"], { encoding: "utf8" }).trim()}.`,
    };
  },
};

const row = (name: string, { instantiations, checkTime }: Diagnostics) => ({
  name,
  values: [instantiations, checkTime],
});

function compile(consumer: Consumer): Promise<Diagnostics> {
  const text = `${manyCalls(calls, consumer)}\n// @ts-expect-error: the password is missing\n${consumer.wrongCall}`;
  return inConsumer(consumer, text, (directory) => {
    const output = execFileSync(compiler, ["--extendedDiagnostics"], { cwd: directory, encoding: "utf8" });
    const read = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1]);
    return { instantiations: read("Instantiations"), checkTime: read("Check time") };
  });
}
