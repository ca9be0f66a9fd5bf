import { join } from "node:path";
import { parseArgs } from "node:util";
import { installedPlatforms, nativeHasher, platforms } from "./server-bundle/native-hasher.ts";
import { bundleServer } from "./server-bundle/server-bundle.ts";

/* Makes dist/server, a folder from which Node 24 runs the server and the command line, without node_modules. */

const usage = `Usage: npm run bundle [-- --platform PLATFORM ...]

Makes dist/server: \`node server.mjs\` serves the API, \`node rollcall.mjs\` is the command line.
It runs on this machine's platform, or on those that are given, which are some of:

  ${platforms.join("\n  ")}
`;

function parse(): { help?: boolean; platform?: string[] } {
  const options = { platform: { type: "string", multiple: true }, help: { type: "boolean", short: "h" } } as const;
  const { values } = parseArgs({ options });
  const unknown = values.platform?.find((platform) => !platforms.includes(platform));
  if (unknown) throw new Error(`Unknown platform ${unknown}`);
  return values;
}

async function main(): Promise<number> {
  let options: ReturnType<typeof parse>;
  try {
    options = parse();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const directory = join("dist", "server");
  const chosen = options.platform ?? installedPlatforms();
  await bundleServer(directory, chosen.map(nativeHasher));
  console.log(`${directory} runs on Node 24 and newer, on ${chosen.join(", ")}.`);
  return 0;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
