/** One command of the command line, with its help. */
export interface Command {
  /** The words that call it, such as `admin create`. */
  name: string;
  /** What follows them: every command takes one thing, or nothing. */
  operand?: "EMAIL" | "EMAIL|ID" | "KID" | "ID|all";
  /** What it has to be told beside that: what follows each option. */
  needs?: Readonly<Record<`--${string}`, string>>;
  /** Whether it shows what it is about to do and asks first, so that it takes `--yes`. */
  asks?: true;
  /** What it may be told: what follows each option, or null where nothing does. */
  takes?: Readonly<Record<`--${string}`, string | null>>;
  /** A line for the list of commands. */
  summary: string;
  /** What its own help says beside that. */
  details?: string;
  run(operand: string, options: CommandOptions): Promise<void> | void;
}

export interface CommandOptions {
  /** Whatever it would ask is answered with yes. */
  yes: boolean;
  /** What was said with the options that it takes; an empty text for those that nothing follows. */
  given: Readonly<Record<string, string>>;
}

/** How commands are called through npm. */
export const invocation = "npm run rollcall --";

/** What stands behind that to call a command, such as `admin promote EMAIL [--yes]`. */
export function callOf({ name, operand, needs = {}, asks, takes = {} }: Command): string {
  const needed = Object.entries(needs).flat();
  const options = Object.entries(takes).map(([option, value]) => `[${[option, value].filter(Boolean).join(" ")}]`);
  return [name, operand, ...needed, asks && "[--yes]", ...options].filter(Boolean).join(" ");
}

/** A command could not do what it was asked to; the message says why. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** A command was called in a way that it does not understand; the message says what to write instead. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}
