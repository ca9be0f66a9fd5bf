import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "../../support/commands.ts";
import { unusedPort } from "../../support/tcp-proxy.ts";

/** A database server of a test's own, which it may stop, kill and start again at the same address. */
export interface DatabaseProcess {
  uri: string;
  /** Whether what was written is there after a kill. Without, a test puts a copy back. */
  isPersistent: boolean;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  kill(): Promise<void>;
  start(): Promise<void>;
}

const mongod = process.env.MONGOMS_SYSTEM_BINARY;

/** Where `.ci/mongodb-server` has put the server that speaks MongoDB's protocol. */
const wireServer = process.env.MONGODB_SERVER_DIRECTORY;

/** Why no server can be started here; null where one can. */
export const noDatabaseProcess =
  mongod || wireServer ? null : "neither MONGOMS_SYSTEM_BINARY nor MONGODB_SERVER_DIRECTORY is set";

export async function startDatabaseProcess(): Promise<DatabaseProcess> {
  const port = await unusedPort();
  const uri = `mongodb://127.0.0.1:${port}/rollcall?directConnection=true`;
  const launch = mongod ? mongodLauncher(mongod, port) : wireServerLauncher(wireServer as string, port);
  let pid = 0;
  const kill = async () => {
    if (pid === 0) return;
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    pid = 0;
  };
  const start = async () => {
    pid = await launch();
    const client = await MongoClient.connect(uri);
    await client.close();
  };
  onTestFinished(kill);
  await start();
  return { uri, isPersistent: mongod !== undefined, signal: (name) => void process.kill(pid, name), kill, start };
}

/** Its data is in a folder, journalled. */
function mongodLauncher(binary: string, port: number) {
  const dbpath = join(temporaryDirectory(), "data");
  mkdirSync(dbpath);
  return async () => {
    const args = ["--dbpath", dbpath, "--port", String(port), "--bind_ip", "127.0.0.1"];
    const child: ChildProcess = spawn(binary, args, { stdio: "ignore" });
    await once(child, "spawn");
    return child.pid as number;
  };
}

/** Its data is in memory. */
function wireServerLauncher(directory: string, port: number) {
  const own = temporaryDirectory();
  for (const name of readdirSync(directory)) {
    if (name.startsWith("mongo-java-server-")) symlinkSync(join(directory, name), join(own, name));
  }
  return async () => {
    execFileSync(join(import.meta.dirname, "../../../.ci/mongodb-server"), [own, String(port)], { stdio: "ignore" });
    return Number(readFileSync(join(own, "pid"), "utf8"));
  };
}

function isAlive(pid: number): boolean {
  // A process whose parent has not heard of its end still has its number.
  const { status, stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && !stdout.startsWith("Z");
}
