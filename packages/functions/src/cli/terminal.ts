import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError, UsageError } from "./command.ts";

/** A password: asked for twice without echo on a terminal, otherwise the first line of standard input. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await readLine()) ?? fail("No password was given on standard input.");
  const [password, repeated] = await ask(["Password: ", "Once more: "], { isSecret: true });
  return password === repeated ? (password as string) : fail("The two passwords differ.");
}

/** Goes on after a yes. @throws UsageError where nobody can be asked, CommandError after anything else. */
export async function confirm(question: string, { yes }: { yes: boolean }): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new UsageError("Nothing was changed: without a terminal it cannot ask. Add --yes.");
  const [answer = ""] = await ask([`${question} [y/N] `], { isSecret: false });
  if (!/^y(es)?$/i.test(answer.trim())) fail("Nothing was changed.");
}

function fail(message: string): never {
  throw new CommandError(message);
}

async function readLine(): Promise<string | undefined> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return undefined;
}

/** Where answers are secret, the echo is off before the first prompt appears, and stays off until the last answer. */
async function ask(prompts: string[], { isSecret }: { isSecret: boolean }): Promise<string[]> {
  // readline echoes what is typed to its output.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({
    input: process.stdin,
    output: isSecret ? nowhere : process.stderr,
    terminal: true,
  });
  const interrupted = new Promise<never>((_, reject) => {
    for (const end of ["SIGINT", "close"]) terminal.once(end, () => reject(new CommandError("Nothing was changed.")));
  });
  interrupted.catch(() => {});
  try {
    const answers: string[] = [];
    for (const prompt of prompts) {
      if (isSecret) process.stderr.write(prompt);
      answers.push(await Promise.race([terminal.question(isSecret ? "" : prompt), interrupted]));
      if (isSecret) process.stderr.write("\n");
    }
    return answers;
  } finally {
    terminal.close();
  }
}
