import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Clock, type Database, virtualClock } from "@rollcall/core";
import { openRemoteDatabase } from "@rollcall/core/embedded";
import { isLoopback } from "../http/local-only.ts";
import { tokenFile } from "../node/local-environment.ts";
import { announcedServer } from "../node/local-server-file.ts";
import { CommandError } from "./command.ts";

/** Milliseconds that the local server has for one operation. */
const timeout = 10_000;

/**
 * The local server's database and its clock, while the process `pid` has the database open: it alone may.
 * @throws CommandError unless that process is a local server on this machine that answers.
 */
export async function openThroughServer(directory: string, pid: number): Promise<{ database: Database; clock: Clock }> {
  const post = callerOf(addressOf(directory, pid), tokenOf(directory), pid);
  const response = await post("/dev/clock", JSON.stringify({ advance: 0 }), "application/json");
  const { now } = (await response.json()) as { now: string };
  const clock = virtualClock();
  clock.advance((Date.parse(now) - Date.now()) / 1_000);
  const database = openRemoteDatabase(async (operation) =>
    (await post("/dev/database", new Uint8Array(operation), "application/octet-stream")).bytes(),
  );
  return { database, clock };
}

/** What is typed here, and the token, go to no other machine, whatever the file names. */
function addressOf(directory: string, pid: number): string {
  const url = announcedServer(directory, pid);
  if (url === null)
    throw new CommandError(
      `Process ${pid} has the database in ${join(directory, "data")} open: another command, or a server that is just starting. Try again in a moment.`,
    );
  const hostname = URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, "$1") : "";
  if (hostname === "localhost" || isLoopback(hostname)) return url;
  throw new CommandError(
    `The local server (process ${pid}) listens at ${url}, and commands go to a loopback address only. Stop it, or start it with HOST=127.0.0.1, and run this again.`,
  );
}

function tokenOf(directory: string): string {
  const file = join(directory, tokenFile);
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new CommandError(`${file} is missing or cannot be read. Start the local server anew, and run this again.`);
  }
}

function callerOf(url: string, token: string, pid: number) {
  return async (path: string, body: string | Uint8Array<ArrayBuffer>, type: string): Promise<Response> => {
    const headers = { "content-type": type, authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(timeout);
    const call = fetch(url + path, { method: "POST", headers, body, signal, redirect: "error" });
    const response = await call.catch(() => null);
    if (response?.ok) return response;
    const problem = response ? `answers ${response.status}` : "does not answer";
    throw new CommandError(
      `The local server (process ${pid}) has the database open, but ${problem} at ${url}. Stop it, and run this again.`,
    );
  };
}
