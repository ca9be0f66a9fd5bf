import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./command-error.ts";

/** A password: asked for twice without echo on a terminal, otherwise the first line of standard input. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await readLine()) ?? fail("No password was given on standard input");
  const password = await ask("Password: ");
  if (password !== (await ask("Once more: "))) fail("The two passwords differ");
  return password;
}

function fail(message: string): never {
  throw new CommandError(message);
}

async function readLine(): Promise<string | undefined> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return undefined;
}

async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  // readline echoes what is typed to its output, which here is nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.question("").then(resolve, reject);
      for (const end of ["SIGINT", "close"])
        terminal.once(end, () => reject(new CommandError("No password was given")));
    });
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
