import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { openEventLog } from "./event-log.ts";
import { runProgram } from "./program.ts";

/*
 * Stands in for the `pulumi` binary that SST 4 starts, for a first deployment and for a removal: it runs the program
 * that the CLI built, writes the event log that the CLI shows, and the state that the CLI stores.
 */

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    stack: { type: "string", default: "" },
    "event-log": { type: "string", default: "" },
    config: { type: "string", multiple: true, default: [] },
    yes: { type: "boolean" },
    "non-interactive": { type: "boolean" },
    force: { type: "boolean", short: "f" },
  },
});
const [command, ...rest] = positionals;
const passphrase = process.env.PULUMI_CONFIG_PASSPHRASE ?? "";

/** @param stack `organization/project/stack` */
function stateFile(stack: string): string {
  const [, project = "", name = ""] = stack.split("/");
  return resolve(".pulumi/stacks", project, `${name}.json`);
}

function initialize(stack: string): void {
  const file = stateFile(stack);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, formatCheckpoint(stack, [], passphrase));
}

async function up(file: string): Promise<void> {
  if (parseCheckpoint(readFileSync(file, "utf8"), passphrase).length > 0) {
    throw new Error("The offline engine deploys to new stages only");
  }
  const [, project = "", stack = ""] = values.stack.split("/");
  const main = /^main: (.*)$/m.exec(readFileSync("Pulumi.yaml", "utf8"))?.[1] ?? "";
  const config = Object.fromEntries(values.config.map((entry) => entry.split(/=(.*)/s, 2)));
  const log = openEventLog(resolve(values["event-log"]));
  const { resources, error } = await runProgram({ main, project, stack, config });
  for (const resource of resources) log.created(resource);
  writeFileSync(file, formatCheckpoint(values.stack, resources, passphrase));
  if (error === undefined) log.finished({ create: resources.length });
  else {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.failed(`urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`, message);
    process.exit(255);
  }
}

/** Deletes everything in the reverse order, unless something is protected. */
function destroy(file: string): void {
  const resources = parseCheckpoint(readFileSync(file, "utf8"), passphrase);
  const log = openEventLog(resolve(values["event-log"]));
  const kept = resources.filter(({ protect }) => protect);
  if (kept.length > 0) {
    for (const { urn } of kept) log.failed(urn, `resource "${urn}" cannot be deleted because it is protected`);
    process.exit(255);
  }
  for (const resource of resources.toReversed()) log.deleted(resource);
  writeFileSync(file, formatCheckpoint(values.stack, [], passphrase));
  log.finished({ delete: resources.length });
}

if (command === "stack" && rest[0] === "init") initialize(rest[1] ?? "");
else if (command === "up") await up(stateFile(values.stack));
else if (command === "destroy") destroy(stateFile(values.stack));
else throw new Error(`The offline engine has no ${process.argv.slice(2).join(" ")}`);
