import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { runCommand, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { post, tokenFile } from "../support/local-server.ts";
import { password } from "../support/rollcall.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const email = "ada@example.com";

/** A local server, the commands of its folder, and the links of its mails to Ada, the newest first. */
async function start() {
  const cwd = temporaryDirectory();
  const { url } = await startLocalServer({ cwd });
  const authorization = `Bearer ${readFileSync(tokenFile(cwd), "utf8")}`;
  const links = async (): Promise<string[]> => {
    // Whatever is asked of the server has it look for what commands have queued.
    await post(url, "/auth/refresh", { refreshToken: "x" });
    const answer = await fetch(`${url}/dev/mail?to=${email}`, { headers: { authorization } });
    return ((await answer.json()) as { links: string[] }[]).flatMap((mail) => mail.links);
  };
  return { url, links, run: (...args: string[]) => runCommand(args, { cwd }) };
}

describe("rollcall user invite and user reset", () => {
  it("have an account's owner choose a password by mail, once and again", async () => {
    const { url, links, run } = await start();
    const invited = await run("user", "invite", "Ada@Example.com");
    expect([invited.code, invited.stdout]).toEqual([
      0,
      expect.stringMatching(/^ada@example\.com \(user_\w+\) is invited by mail to choose a password\.\n$/),
    ]);
    await expect.poll(links).toHaveLength(1);
    const [invitation = ""] = await links();
    expect(invitation).toMatch(/\/accept-invitation#token=[\w-]+$/);
    const chosen = await fetch(`${url}/auth/password/reset`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: invitation.split("token=")[1], newPassword: password }),
    });
    expect(chosen.status).toBe(204);
    expect((await post(url, "/auth/login", { email, password })).status).toBe(200);

    const reset = await run("user", "reset", email);
    expect(reset.stdout).toMatch(/^ada@example\.com \(user_\w+\) is asked by mail to choose a password\.\n$/);
    await expect.poll(links).toHaveLength(2);
    expect((await links())[0]).toMatch(/\/reset-password#token=[\w-]+$/);
  });

  it("refuse what they cannot do, and say why", async () => {
    const { url, run } = await start();
    await post(url, "/auth/register", { email, password });
    const invited = await run("user", "invite", email);
    expect([invited.code, invited.stdout]).toEqual([1, ""]);
    expect(invited.stderr).toMatch(/^ada@example\.com has an account already\. `user reset` mails its owner/);
    const unknown = await run("user", "reset", "nobody@example.com");
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("There is no account")]);
    await run("user", "disable", email);
    const disabled = await run("user", "reset", email);
    expect([disabled.code, disabled.stderr]).toEqual([1, expect.stringContaining("Enable it first")]);
  });
});
