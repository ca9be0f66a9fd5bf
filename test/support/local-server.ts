import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type RunOptions, startLocalServer, temporaryDirectory } from "./commands.ts";
import { password } from "./rollcall.ts";

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

/** Something that causes a mail: a new account changes its password. */
export async function changePassword(url: string): Promise<void> {
  const account = { email: "ada@example.com", password };
  const { body } = await post(url, "/auth/register", account, { "accept-language": "de" });
  const answer = await fetch(`${url}/me/password`, {
    method: "POST",
    headers: { authorization: `Bearer ${body.tokens.accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ currentPassword: password, newPassword: "seven lighthouses in a row" }),
  });
  expect(answer.status).toBe(204);
}
