import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const functions = join(import.meta.dirname, "../../packages/functions/src");

/** With the sources that an earlier process of this run has compiled, a process starts in half the time. */
const inherited = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

/** A folder that goes with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  /** What comes by standard input, now or later. */
  stdin?: string | Promise<string>;
  /** Of a server: what takes its standard output instead of `output()`. */
  stdout?: number;
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of `npm run rollcall`. */
export function runCommand(args: string[], options: RunOptions): Promise<Finished> {
  return runFile("cli/main.ts", args, options);
}

/** Runs a source file of the functions package to its end, with nothing of this process's environment but what is `inherited`. */
export function runFile(file: string, args: string[], options: RunOptions): Promise<Finished> {
  return runProcess([process.execPath, join(functions, file), ...args], options);
}

/** The same with any command. */
export async function runProcess(
  [command, ...args]: readonly [string, ...string[]],
  { cwd, env = {}, stdin = "" }: RunOptions,
): Promise<Finished> {
  const child = spawn(command, args, { cwd, env: { ...inherited, ...env } });
  // It may end without reading it.
  child.stdin.on("error", () => {});
  Promise.resolve(stdin).then((text) => child.stdin.end(text));
  const [stdout, stderr, code] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { code, stdout, stderr };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

export interface ServerProcess {
  url: string;
  process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Sends SIGTERM and resolves to the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the local server on a port that the system chooses; it ends with the test. */
export function startLocalServer(options: RunOptions): Promise<ServerProcess> {
  return startServerProcess([process.execPath, join(functions, "node/local.ts")], options);
}

/** The same with the server for any Node, which has to be told everything. */
export function startNodeServer(options: RunOptions): Promise<ServerProcess> {
  return startServerProcess([process.execPath, join(functions, "node/server.ts")], options);
}

/** Runs a command that starts a server. Rejects with what it printed when it ends instead. */
export async function startServerProcess(
  [command, ...args]: readonly [string, ...string[]],
  { cwd, env = {}, stdout }: RunOptions,
): Promise<ServerProcess> {
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited, PORT: "0", ...env },
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let output = "";
  const listening = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const url = /listens on (http:\/\/\S+)\n/.exec(output)?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    exited.then((code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
  const stop = () => {
    child.kill("SIGTERM");
    return exited;
  };
  onTestFinished(async () => void (await stop()));
  return { url: await listening, process: child, output: () => output, stop };
}
