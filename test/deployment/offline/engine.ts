import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { format, parseArgs } from "node:util";
import { formatCheckpoint, parseCheckpoint, type ResourceState } from "./checkpoint.ts";
import { type EventLog, openEventLog } from "./event-log.ts";
import { runProgram } from "./program.ts";

/*
 * Stands in for the `pulumi` binary that SST 4 starts, for a first deployment, a preview and a removal: it runs the
 * program that the CLI built, writes the event log that the CLI shows, and the state that the CLI stores.
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

// Programs change their working directory.
const file = stateFile(values.stack);
const known = () => parseCheckpoint(readFileSync(file, "utf8"), passphrase);
const save = (resources: ResourceState[]) => writeFileSync(file, formatCheckpoint(values.stack, resources, passphrase));

/** Runs the program. What it prints goes to the log, and a failure ends the run. */
async function execute(log: EventLog): Promise<ResourceState[]> {
  const [, project = "", stack = ""] = values.stack.split("/");
  const main = /^main: (.*)$/m.exec(readFileSync("Pulumi.yaml", "utf8"))?.[1] ?? "";
  const config = Object.fromEntries(values.config.map((entry) => entry.split(/=(.*)/s, 2)));
  const urn = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  console.log = (...args: unknown[]) => log.printed(urn, format(...args));
  const { resources, error } = await runProgram({ main, project, stack, config });
  if (error === undefined) return resources;
  for (const resource of resources) log.created(resource);
  save(resources);
  log.failed(urn, error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(255);
}

async function up(): Promise<void> {
  if (known().length > 0) throw new Error("The offline engine deploys to new stages only");
  const log = openEventLog(resolve(values["event-log"]));
  const resources = await execute(log);
  for (const resource of resources) log.created(resource);
  save(resources);
  log.finished({ create: resources.length });
}

/** Tells what a deployment would change, and leaves everything as it is. */
async function preview(): Promise<void> {
  const log = openEventLog(resolve(values["event-log"]));
  const before = new Map(known().map((resource) => [resource.urn, resource]));
  for (const resource of await execute(log)) {
    const old = before.get(resource.urn);
    if (old) log.compared(old, resource);
    else log.created(resource);
  }
  log.finished({});
}

/** Deletes everything in the reverse order, unless something is protected. */
function destroy(): void {
  const resources = known();
  const log = openEventLog(resolve(values["event-log"]));
  const kept = resources.filter(({ protect }) => protect);
  if (kept.length > 0) {
    for (const { urn } of kept) log.failed(urn, `resource "${urn}" cannot be deleted because it is protected`);
    process.exit(255);
  }
  for (const resource of resources.toReversed()) log.deleted(resource);
  save([]);
  log.finished({ delete: resources.length });
}

if (command === "stack" && rest[0] === "init") initialize(rest[1] ?? "");
else if (command === "up") await up();
else if (command === "preview") await preview();
else if (command === "destroy") destroy();
else throw new Error(`The offline engine has no ${process.argv.slice(2).join(" ")}`);
