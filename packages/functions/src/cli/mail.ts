import { type DeadLetter, deadLetters, retryDeadLetters } from "@rollcall/core/relay";
import { printable } from "./account.ts";
import { CommandError } from "./command.ts";
import { withContext } from "./open.ts";

/** One line for each mail, or event, that the relay has given up: its id, since when it waits, what it is and to whom. */
export async function listMail(): Promise<void> {
  const letters = await withContext(deadLetters);
  for (const letter of letters) console.log(lineOf(letter));
  // Not where a script would read it as one.
  if (letters.length === 0) console.error("Nothing was given up.");
}

function lineOf({ id, queuedAt, tries, what, to, userId }: DeadLetter): string {
  return [id, queuedAt.toISOString(), `${tries} ${tries === 1 ? "try" : "tries"}`, what, printable(to ?? userId)].join(
    "  ",
  );
}

/** Has the relay try again, from the start. */
export async function retryMail(idOrAll: string): Promise<void> {
  const count = await withContext((ctx) => retryDeadLetters(ctx, idOrAll === "all" ? undefined : idOrAll));
  if (count === 0 && idOrAll !== "all")
    throw new CommandError(`Nothing with the id ${printable(idOrAll)} was given up.`);
  console.log(`${count} will be tried again.`);
}
