import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { password } from "../support/rollcall.ts";

it("a server takes the addresses of clients from the proxies that it is told of, and its own callers for nobody else's (Q33)", async () => {
  const cwd = temporaryDirectory();
  const { url, output } = await startLocalServer({ cwd, env: { TRUSTED_PROXIES: "1" } });
  const forwardedFor = "192.0.2.66, 203.0.113.7";
  const send = (path: string, init: RequestInit) =>
    fetch(url + path, { ...init, headers: { "x-forwarded-for": forwardedFor, ...init.headers } });

  const json = { "content-type": "application/json" };
  const body = JSON.stringify({ email: "ada@example.com", password });
  const { tokens } = await (await send("/auth/register", { method: "POST", headers: json, body })).json();
  const bearer = { authorization: `Bearer ${tokens.accessToken}` };
  const sessions = await (await send("/me/sessions", { headers: bearer })).json();
  expect(sessions.items).toMatchObject([{ ip: "203.0.113.7" }]);
  await expect.poll(output).toContain('"ip":"203.0.113.7"');
  expect(output()).not.toContain("192.0.2.66");

  const own = { ...json, authorization: `Bearer ${readFileSync(join(cwd, ".rollcall/dev-token"), "utf8")}` };
  const advance = JSON.stringify({ advance: 1 });
  expect((await send("/dev/clock", { method: "POST", headers: own, body: advance })).status).toBe(403);
  expect((await fetch(`${url}/dev/clock`, { method: "POST", headers: own, body: advance })).status).toBe(200);
});
