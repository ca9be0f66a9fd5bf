import { type ChildProcess, spawn } from "node:child_process";
import { globSync, watch } from "node:fs";

/*
 * The local server, started again whenever a source file changes. Node's own --watch loses a file that an
 * editor or git replaces instead of writing into it, so here the folders are watched, not the files.
 */

const program = "packages/functions/src/local.ts";
const watched = ["packages/core/src", "packages/functions/src"];

let server = start();
let restarting: NodeJS.Timeout | undefined;
let isStopping = false;

function start(): ChildProcess {
  const child = spawn(process.execPath, [program], { stdio: "inherit" });
  child.once("exit", (code) => {
    if (isStopping) process.exit(code ?? 0);
    if (child === server && code !== 0)
      console.log("The local server has ended. It starts again after the next change.");
  });
  return child;
}

function restart(): void {
  const old = server;
  const next = () => {
    server = start();
  };
  if (hasEnded(old)) {
    next();
  } else {
    old.removeAllListeners("exit").once("exit", next);
    old.kill("SIGTERM");
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function stop(signal: NodeJS.Signals): void {
  isStopping = true;
  if (hasEnded(server)) process.exit(0);
  server.kill(signal);
}

for (const folder of watched.flatMap((root) => [root, ...globSync(`${root}/**/`)])) {
  watch(folder, (_, file) => {
    if (!file?.endsWith(".ts") || file.endsWith(".test.ts")) return;
    clearTimeout(restarting);
    restarting = setTimeout(restart, 100);
  });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop(signal));
