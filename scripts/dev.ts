import { type ChildProcess, spawn } from "node:child_process";
import { type FSWatcher, globSync, readFileSync, watch } from "node:fs";

/*
 * The local server, started again whenever a source file changes. Node's own --watch loses a file that an
 * editor or git replaces instead of writing into it, so here the folders are watched, not the files.
 */

const program = "packages/functions/src/node/local.ts";
const watched = ["packages/client/src/verifier", "packages/core/src", "packages/functions/src"];

/** How often to look whether npm is still there, in milliseconds. */
const parentInterval = 500;

let restarting: NodeJS.Timeout | undefined;
let isStopping = false;
/** What has never worked is not the last change's fault, and no next change is waited for. */
let hasListened = false;
const isWatching = watchSources();
let server = start();

/** Over the channel the server says that it listens, and hears, when it closes, that this process is gone. */
function start(): ChildProcess {
  const child = spawn(process.execPath, [program], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  child.once("message", () => {
    hasListened = true;
  });
  child.once("exit", (code) => {
    if (isStopping || !hasListened || !isWatching) process.exit(code ?? 1);
    if (child === server) console.log("The local server has ended. It starts again after the next change.");
  });
  return child;
}

function restart(): void {
  const old = server;
  const next = () => {
    if (isStopping) process.exit(0);
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

/** Whether it can: the system's watches may be used up by editors, and a server without is better than none. */
function watchSources(): boolean {
  const watchers: FSWatcher[] = [];
  try {
    for (const folder of watched.flatMap((root) => [root, ...globSync(`${root}/**/`)])) {
      // A folder that is removed ends its watch and nothing else.
      watchers.push(watch(folder, onChange).on("error", () => {}));
    }
    return true;
  } catch (error) {
    for (const watcher of watchers) watcher.close();
    const { code } = error as NodeJS.ErrnoException;
    console.error(`The system gives no more file watches (${code}): a change will not restart the server.`);
    return false;
  }
}

function onChange(_event: string, file: string | null): void {
  if (!file?.endsWith(".ts") || file.endsWith(".test.ts")) return;
  clearTimeout(restarting);
  restarting = setTimeout(restart, 100);
}

/** A killed npm tells nobody, but what it had started gets another parent. */
function endWithNpm(): void {
  const npm = parents();
  setInterval(() => {
    if (parents() !== npm) stop("SIGTERM");
  }, parentInterval).unref();
}

/** Of this process, and of the shell that on Linux stands between npm and what it runs, and outlives it. */
function parents(): string {
  try {
    const [, parent = ""] = /^\d+ \(\w*sh\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, "utf8")) ?? [];
    return `${process.ppid} ${parent}`;
  } catch {
    return `${process.ppid}`;
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop(signal));
if (process.env.npm_lifecycle_event) endWithNpm();
