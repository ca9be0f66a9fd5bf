import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { leaveUntilTheEnd } from "../leftovers.ts";
import { nodeOn, type Side } from "./cores.ts";

const root = join(import.meta.dirname, "../..");
const probe = join(import.meta.dirname, "probe.cjs");

/** What a process has taken so far. */
export interface Usage {
  /** Milliseconds of processor time, of the program and of the kernel for it, in all threads. */
  cpu: number;
  /** Bytes of memory that it has at this moment. */
  resident: number;
}

/** A process of this run. It gets a message when it has answered the one before. */
export interface Child {
  ask<Answer>(message: unknown): Promise<Answer>;
  usage(): Promise<Usage>;
  /** Resolves to what the first match of the pattern has in its group, in what the process prints to stderr. */
  says(pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** Runs a file with Node. Its variables are those that are given, and the way to its programs. */
export function startChild(side: Side, args: readonly string[], variables: Record<string, string> = {}): Child {
  const [command, ...rest] = nodeOn(side, ["--require", probe, ...args]);
  const child = spawn(command, rest, {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...variables },
    // Somebody reads the log, as in production.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl+C is for this process, which then ends the others.
    detached: true,
  });
  child.stdout?.resume();
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const ended = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}: ${errors.slice(-2_000)}`)));
  });
  ended.catch(() => {});
  let last: Promise<unknown> = Promise.resolve();
  const ask = <Answer>(message: unknown) => {
    const answer = last.then(() => {
      child.send(message as never);
      return Promise.race([answerOf<Answer>(child), ended]);
    });
    last = answer.catch(() => {});
    return answer;
  };
  return {
    ask,
    usage: () => ask<Usage>("usage"),
    says: (pattern) => Promise.race([matchIn(child, pattern, () => errors), ended]),
    stop: leaveUntilTheEnd(() => stop(child)),
  };
}

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const answer = await new Promise<Answer | { error: string }>((resolve) => child.once("message", resolve as never));
  if (answer && typeof answer === "object" && "error" in answer) throw new Error(String(answer.error));
  return answer as Answer;
}

function matchIn(child: ChildProcess, pattern: RegExp, text: () => string): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      const found = pattern.exec(text())?.[1];
      if (found === undefined) return;
      child.stderr?.off("data", look);
      resolve(found);
    };
    child.stderr?.on("data", look);
    look();
  });
}

/** Whoever does not end when asked to is ended. */
function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
