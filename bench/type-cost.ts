import { execFileSync } from "node:child_process";
import { type Consumer, compiler, fromSource, inConsumer, manyCalls, published } from "./consumers.ts";

/*
 * What it costs a compiler to use the client: 100 calls in a consumer that has only the packed client and
 * hono, against the same 100 calls on hc<App> made from the server's source.
 */

export interface TypeCost {
  published: Diagnostics;
  source: Diagnostics;
  /** Instantiations of the published client over those of hc<App> from source. */
  ratio: number;
}

interface Diagnostics {
  instantiations: number;
  /** Seconds of checking. */
  checkTime: number;
}

const calls = 100;

/** A client whose types got lost costs nothing and checks nothing, so each consumer also holds a call that must not compile. */
const wrongCall = '// @ts-expect-error: the password is missing\nawait api.auth.login.$post({ json: { email: "a" } });';

export async function measureTypeCost(): Promise<TypeCost> {
  const ours = await compile(published);
  const source = await compile(fromSource);
  return { published: ours, source, ratio: ours.instantiations / source.instantiations };
}

function compile(consumer: Consumer): Promise<Diagnostics> {
  return inConsumer(consumer, `${manyCalls(calls)}\n${wrongCall}`, (directory) => {
    const output = execFileSync(compiler, ["--extendedDiagnostics"], { cwd: directory, encoding: "utf8" });
    const read = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1]);
    return { instantiations: read("Instantiations"), checkTime: read("Check time") };
  });
}
