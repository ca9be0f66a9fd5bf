import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { type FunctionUrlCall, functionUrlEvent } from "./function-url-event.ts";

/** What a function URL would answer with. */
interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}

/**
 * Starts the API's bundle in a process of its own, as Lambda does, and hands it events one after another. Beside the answers
 * it tells what of Node was loaded, and for which version and flags of V8 code compiled before would do.
 */
export function invokeBundle(file: string, environment: Record<string, string>, calls: FunctionUrlCall[]) {
  const script = `
    const context = { getRemainingTimeInMillis: () => 20_000 };
    import { handler } from ${JSON.stringify(pathToFileURL(file).href)};
    const answers = [];
    for (const event of ${JSON.stringify(calls.map(functionUrlEvent))}) answers.push(await handler(event, context));
    const compiledFor = process.getBuiltinModule("node:v8").cachedDataVersionTag();
    process.stdout.write("\\nANSWERS " + JSON.stringify({ answers, loaded: process.moduleLoadList, compiledFor }));
    process.exit(0);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...environment },
  });
  const [log = "", outcome = "{}"] = stdout.split("\nANSWERS ");
  const told = JSON.parse(outcome) as { answers: Answer[]; loaded: string[]; compiledFor: number };
  return { status, log, stderr, ...told };
}
