import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inventEnvironment, localDirectory } from "../packages/functions/src/node/local-environment.ts";
import { bundleLambda, lambdaFunctions } from "./lambda-bundle.ts";

/*
 * Hands an event to the function that its folder names, bundled as the deployment does it, and prints the
 * answer. ${NAMES} in the event are taken from the environment.
 */

const usage = `Usage: npm run invoke -- EVENT

EVENT is a file under lambda-events/, such as lambda-events/api/register.json;
its folder names the function: ${lambdaFunctions.join(", ")}.
\${NAMES} in it, such as \${ACCESS_TOKEN}, are replaced by environment variables.

The function reads the environment variables of docs/configuration.md. What is missing
is as for the local server; the database is mongodb://127.0.0.1:27017/rollcall. The
authorizer asks ISSUER for its keys, so a service has to be running there.

Exit codes: 0 the function answered, 1 it failed, 2 the call was not understood.
`;

/** The event of a file. @throws when a variable that it names is not set */
function readEvent(file: string): unknown {
  const text = readFileSync(file, "utf8").replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`${file} needs the environment variable ${name}`);
    return JSON.stringify(value).slice(1, -1);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`);
  }
}

async function invoke(name: (typeof lambdaFunctions)[number], event: unknown): Promise<unknown> {
  const { environment } = await inventEnvironment(process.env, localDirectory);
  const MONGODB_URI = environment.MONGODB_URI || "mongodb://127.0.0.1:27017/rollcall";
  Object.assign(process.env, { ...environment, MONGODB_URI });
  // Beside the native code that is not bundled.
  const directory = mkdtempSync(join("node_modules", ".invoke-"));
  try {
    const file = join(directory, `${name}.mjs`);
    await bundleLambda(file, name);
    const { handler } = await import(pathToFileURL(file).href);
    const end = Date.now() + 20_000;
    return await handler(event, { getRemainingTimeInMillis: () => end - Date.now() });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function main([file, ...more]: string[]): Promise<number> {
  if (file === "--help" || file === "-h") {
    process.stdout.write(usage);
    return 0;
  }
  const folder = /^(?:\.\/)?lambda-events\/([\w-]+)\/[^/]+\.json$/.exec(file ?? "")?.[1];
  const name = lambdaFunctions.find((known) => known === folder);
  if (!file || !name || more.length > 0) {
    process.stderr.write(`Not understood: ${[file, ...more].join(" ") || "no event"}\n\n${usage}`);
    return 2;
  }
  console.log(JSON.stringify(await invoke(name, readEvent(file)), null, 2));
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`${error.name}: ${error.message}`);
    process.exit(1);
  },
);
