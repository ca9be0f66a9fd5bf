import manifest from "../../package.json" with { type: "json" };
import { misspeltSettings } from "../config/misspelt.ts";
import { UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { failureOf } from "./failure.ts";
import { helpOn } from "./help.ts";
import { parse } from "./parse.ts";

/** Exit codes: 0 done, 1 failed, 2 called in a way that it does not understand. */
async function main(): Promise<void> {
  const request = parse(process.argv.slice(2), commands);
  switch (request.kind) {
    case "help":
      return console.log(helpOn(request.topic));
    case "version":
      return console.log(manifest.version);
    case "run":
      for (const line of misspeltSettings(process.env)) console.error(line);
      return request.command.run(request.operand, request.options);
  }
}

// Whoever reads the output may have read enough; what was asked is done all the same.
process.stdout.on("error", () => {});

main().then(
  () => process.exit(0),
  (error) => {
    console.error(failureOf(error));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
