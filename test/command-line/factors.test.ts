import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SignedIn } from "@rollcall/core";
import { describe, expect, it, vi } from "vitest";
import { hotp, stepAt } from "../../packages/core/src/authenticator-app/one-time-password.ts";
import { runCommand, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { fromBase32 } from "../support/factors.ts";
import { password } from "../support/rollcall.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const email = "ada@example.com";

/** A local server with an account, and what one does with it. */
async function startWithAccount() {
  const cwd = temporaryDirectory();
  const { url } = await startLocalServer({ cwd });
  const send = async <T>(method: string, path: string, body?: object, token?: string) => {
    const headers = {
      ...(body && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json().catch(() => null)) as T };
  };
  const { body } = await send<SignedIn>("POST", "/auth/register", { email, password });
  const devToken = readFileSync(join(cwd, ".rollcall/dev-token"), "utf8").trim();
  const mails = async () =>
    (await send<{ subject: string; links: string[] }[]>("GET", "/dev/mail", undefined, devToken)).body;
  const run = (...args: string[]) => runCommand(args, { cwd });
  return { send, mails, run, token: body.tokens.accessToken };
}

async function startWithFactor() {
  const account = await startWithAccount();
  const { send, mails, token } = account;
  await expect.poll(mails).toHaveLength(1);
  const [confirmation] = (await mails()).flatMap(({ links }) => links);
  await send("POST", "/auth/email/verify", { token: confirmation?.split("#token=")[1] });
  const offer = await send<{ id: string; secret: string }>("POST", "/me/factors/totp", undefined, token);
  const { id, secret } = offer.body;
  const code = hotp(fromBase32(secret), stepAt(new Date()));
  const confirmed = await send("POST", "/me/factors/totp/confirm", { id, code, name: "Phone\u001b[2J" }, token);
  expect(confirmed.status).toBe(200);
  return { ...account, factorId: id };
}

const reason = ["--reason", "Lost the phone; case 4711"];

describe("rollcall user factors", () => {
  it("shows each of them in a line, and tells where there is none", async () => {
    const { run } = await startWithAccount();
    expect(await run("user", "factors", email)).toEqual({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(/^ada@example\.com \(user_\w+\) has no second factor\.$/m),
    });
    expect(await run("user", "factors", "bob@example.com")).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("rollcall user remove-factors", () => {
  it("shows whose account it is, and removes them once it is told to, for a reason (Q131)", async () => {
    const { run, send, mails, factorId } = await startWithFactor();
    expect((await run("user", "factors", email)).stdout).toMatch(
      new RegExp(
        `^${factorId} {2}authenticator app Phone\\\\u\\{1b\\}\\[2J, since \\S+Z \\(.*\\), never used\n10 recovery codes left\n$`,
      ),
    );
    expect(await run("user", "remove-factors", email, "--yes")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("user remove-factors needs --reason TEXT"),
    });
    expect(await run("user", "remove-factors", email, "--reason", "  ", "--yes")).toMatchObject({ code: 2 });
    const asked = await run("user", "remove-factors", email, ...reason);
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining("without a terminal it cannot ask")]);
    expect(asked.stdout).toMatch(/^Factors +1$/m);
    const login = () => send<{ code?: string }>("POST", "/auth/login", { email, password });
    expect((await login()).body.code).toBe("second_factor_required");
    const { code, stdout } = await run("user", "remove-factors", email, ...reason, "--yes");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/has no second factor any more, and its sessions have ended\.\n$/),
    ]);
    expect((await login()).status).toBe(200);
    await expect
      .poll(async () => (await mails()).map(({ subject }) => subject))
      .toContainEqual(expect.stringMatching(/^Your second factors for .* were removed$/));
    expect((await run("events", "--type", "factors.removed")).stdout).toContain("Lost the phone; case 4711");
    expect(await run("user", "remove-factors", email, ...reason, "--yes")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ada@example.com has no second factor."),
    });
  });
});
