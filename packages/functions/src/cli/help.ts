import { styleText } from "node:util";
import { localDatabase } from "#local-database";
import { type Command, callOf, invocation } from "./command.ts";

/** Columns that a line of text has at most. */
const maxColumns = 100;

const general = [
  "The commands read the same environment variables as the server.",
  localDatabase?.help,
  "Exit codes: 0 done, 1 failed, 2 not understood.",
]
  .filter(Boolean)
  .join(" ");

/** The help on one command, or a list of several. */
export function helpOn(topic: readonly Command[]): string {
  const [command] = topic;
  return command && topic.length === 1 ? one(command) : list(topic);
}

function one(command: Command): string {
  const { summary, details, asks } = command;
  const option = asks && "Options:\n  --yes   Do not ask. Without a terminal there is no other way.";
  return paragraphs(usage(callOf(command)), `${summary}.`, details && wrapped(details), option);
}

function list(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => inShort(command).length));
  const lines = commands.map((command) => `  ${inShort(command).padEnd(width)}   ${command.summary}`);
  return paragraphs(
    usage("COMMAND"),
    lines.join("\n"),
    `\`${invocation} help COMMAND\` says more about one.`,
    wrapped(general),
  );
}

/** Beside others there is no room for every option. */
function inShort({ takes, needs, asks, ...command }: Command): string {
  if (needs) return `${callOf(command)} …`;
  return `${callOf({ ...command, ...(asks && { asks }) })}${takes ? " [OPTIONS]" : ""}`;
}

function usage(call: string): string {
  return `${styleText("bold", "Usage:")} ${invocation} ${call}`;
}

function wrapped(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = [lines.at(-1), word].filter(Boolean).join(" ");
    if (line.length > maxColumns) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines.join("\n");
}

function paragraphs(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join("\n\n");
}
