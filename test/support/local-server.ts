import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunOptions, startLocalServer, temporaryDirectory } from "./commands.ts";

export async function post(url: string, path: string, body: object, headers: Record<string, string> = {}) {
  const all = { "content-type": "application/json", ...headers };
  const response = await fetch(url + path, { method: "POST", headers: all, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

export const tokenFile = (cwd: string) => join(cwd, ".rollcall/dev-token");

/** A local server, and its own routes as whoever may read its folder calls them. */
export async function startWithToken(env: RunOptions["env"] = {}) {
  const cwd = temporaryDirectory();
  const server = await startLocalServer({ cwd, env });
  const authorization = `Bearer ${readFileSync(tokenFile(cwd), "utf8")}`;
  const dev = (path: string, body: object, headers: Record<string, string> = {}) =>
    post(server.url, path, body, { authorization, ...headers });
  return { ...server, cwd, authorization, dev };
}
