import { type ParseArgsConfig, parseArgs } from "node:util";

/** What a command was called with. Where that is `--help`, or nothing that it understands, it prints its usage and ends. */
export function optionsOf<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    return misused((error as Error).message, usage);
  }
}

/** The whole number, of at least `least`, that an option was given: its value, as text. */
export function wholeNumberOf(option: string, value: string, usage: string, least = 0): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && Number.isSafeInteger(number)) return number;
  return misused(`${option} wants a whole number of at least ${least}, not "${value}".`, usage);
}

/** Ends a command that was called with what it does not understand. */
export function misused(problem: string, usage: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}
