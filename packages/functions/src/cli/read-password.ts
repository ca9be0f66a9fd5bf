import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./command-error.ts";

/** A password: asked for twice without echo on a terminal, otherwise the first line of standard input. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await readLine()) ?? fail("No password was given on standard input");
  const [password, repeated] = await ask(["Password: ", "Once more: "]);
  return password === repeated ? (password as string) : fail("The two passwords differ");
}

function fail(message: string): never {
  throw new CommandError(message);
}

async function readLine(): Promise<string | undefined> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return undefined;
}

/** The echo is off before the first prompt appears, and stays off until the last answer. */
async function ask(prompts: string[]): Promise<string[]> {
  // readline echoes what is typed to its output, which here is nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const interrupted = new Promise<never>((_, reject) => {
    for (const end of ["SIGINT", "close"]) terminal.once(end, () => reject(new CommandError("No password was given")));
  });
  interrupted.catch(() => {});
  try {
    const answers: string[] = [];
    for (const prompt of prompts) {
      process.stderr.write(prompt);
      answers.push(await Promise.race([terminal.question(""), interrupted]));
      process.stderr.write("\n");
    }
    return answers;
  } finally {
    terminal.close();
  }
}
