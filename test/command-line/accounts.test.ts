import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { SignedIn } from "@rollcall/core";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { runCommand, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { password, testSecret } from "../support/rollcall.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

async function post(url: string, path: string, body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as SignedIn };
}

const register = (url: string) => post(url, "/auth/register", { email, password, name: "Ada\u001b[2J" });
const login = (url: string, secret = password) => post(url, "/auth/login", { email, password: secret });

/** A local server, and the commands of its folder. */
async function startWithCommands() {
  const cwd = temporaryDirectory();
  const server = await startLocalServer({ cwd });
  return {
    ...server,
    cwd,
    run: (args: string[], stdin: string | Promise<string> = "") => runCommand(args, { cwd, stdin }),
  };
}

describe("rollcall admin create", () => {
  it("makes an administrator on the embedded database, who can then sign in", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await runCommand(["admin", "create", "Ada@example.com"], { cwd, stdin: `${password}\n` });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^ada@example\.com \(user_\w+\) was created as an administrator\.\n$/),
    ]);
    const { url } = await startLocalServer({ cwd });
    expect((await login(url)).body.user.roles).toEqual(["admin"]);
  });

  it("refuses an address that has an account, whoever it belongs to, and says what is for those (Q189)", async () => {
    const { url, run } = await startWithCommands();
    await register(url);
    const { code, stdout, stderr } = await run(["admin", "create", email], newPassword);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^ada@example\.com has an account already\. `.* admin promote ada@example\.com` .*\n$/);
    expect((await login(url, newPassword)).status).toBe(401);
    expect((await login(url)).body.user.roles).toEqual([]);
  });

  it("refuses one that a stranger registers while the password is being typed (Q189)", async () => {
    const { url, run, output } = await startWithCommands();
    const typing = Promise.withResolvers<string>();
    const command = run(["admin", "create", email], typing.promise);
    await expect.poll(output).toContain("/dev/database");
    await register(url);
    typing.resolve(newPassword);
    expect(await command).toMatchObject({ code: 1, stderr: expect.stringContaining("has an account already") });
    expect((await login(url, newPassword)).status).toBe(401);
    expect((await login(url)).body.user.roles).toEqual([]);
  });

  it("refuses a weak password, and a missing one, in one line", async () => {
    const cwd = temporaryDirectory();
    for (const [stdin, reason] of [
      ["short", "The password is too weak. Must be at least 15 characters."],
      ["", "No password was given on standard input."],
    ] as const) {
      expect(await runCommand(["admin", "create", email], { cwd, stdin })).toEqual({
        code: 1,
        stdout: "",
        stderr: `${reason}\n`,
      });
    }
  });

  it.runIf(inject("mongodbUri"))("works on MongoDB", async () => {
    const uri = new URL(inject("mongodbUri") as string);
    uri.pathname = `/rollcall_${inject("runId")}_cli`;
    const env = { MONGODB_URI: uri.href, SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
    const { code, stdout } = await runCommand(["admin", "create", email], {
      cwd: temporaryDirectory(),
      env,
      stdin: password,
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining("was created")]);
  });
});

describe("rollcall admin promote", () => {
  it("shows whose account it is, and changes nothing unless it is told to (Q189)", async () => {
    const { url, run } = await startWithCommands();
    const { user } = (await register(url)).body;
    const { code, stdout, stderr } = await run(["admin", "promote", email], newPassword);
    expect([code, stderr]).toEqual([2, expect.stringContaining("without a terminal it cannot ask. Add --yes.\n")]);
    expect(stdout).toContain(user.id);
    expect(stdout).toMatch(/^State +active\nRoles +none\nCreated +\S+Z \(\d+ seconds? ago\)$/m);
    expect(stdout).toMatch(/^Sessions +1\n {2}sess_\w+ {2}used \S+Z \(.*\), from 127\.0\.0\.1, node$/m);
    expect(stdout, "control characters of a stranger").toContain("Ada\\u{1b}[2J");
    expect((await login(url)).body.user.roles).toEqual([]);
  });

  it("leaves nothing to whoever has had the account: new password, no session, and active (Q189)", async () => {
    const { url, run } = await startWithCommands();
    const { tokens } = (await register(url)).body;
    await run(["user", "disable", email]);
    const { code, stdout } = await run(["admin", "promote", email, "--yes"], newPassword);
    expect([code, stdout]).toEqual([0, expect.stringContaining("is an administrator now")]);
    expect((await post(url, "/auth/refresh", { refreshToken: tokens.refreshToken })).status).toBe(401);
    expect((await login(url)).status).toBe(401);
    expect((await login(url, newPassword)).body.user).toMatchObject({ roles: ["admin"], status: "active" });
  });
});

describe("the other commands for accounts", () => {
  it("list and demote administrators, and keep the last one (Q189)", async () => {
    const { url, run } = await startWithCommands();
    expect(await run(["admin", "list"])).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringContaining("There is no administrator. `npm run rollcall -- admin create EMAIL` makes one."),
    });
    await run(["admin", "create", email], password);
    const refused = { code: 1, stderr: expect.stringMatching(/^This is the last .* Make another one first\.\n$/) };
    expect(await run(["user", "delete", email, "--yes"])).toMatchObject(refused);
    expect(await run(["admin", "demote", email])).toMatchObject(refused);
    await run(["admin", "create", "eve@example.com"], password);
    expect(await run(["admin", "demote", email])).toMatchObject({ code: 0 });
    expect((await run(["admin", "list"])).stdout).toMatch(
      /^eve@example\.com {2}user_\w+ {2}active {2}never signed in\n$/,
    );
    await post(url, "/auth/login", { email: "eve@example.com", password });
    expect((await run(["admin", "list"])).stdout).toMatch(/ {2}active {2}signed in \d{4}-\S+Z\n$/);
  });

  it("disable and delete accounts, and end their sessions, by address or id", async () => {
    const { url, run } = await startWithCommands();
    const { user, tokens } = (await register(url)).body;
    expect((await run(["user", "end-sessions", user.id])).stdout).toContain("has no session any more");
    expect((await post(url, "/auth/refresh", { refreshToken: tokens.refreshToken })).status).toBe(401);
    expect((await run(["user", "disable", email])).stdout).toContain("is disabled");
    expect((await login(url)).status).toBe(401);
    expect((await run(["user", "enable", email])).stdout).toContain("is active");
    expect((await login(url)).status).toBe(200);
    expect((await run(["user", "delete", email, "--yes"])).stdout).toContain("was deleted");
    expect(await run(["user", "show", user.id])).toMatchObject({
      code: 1,
      stderr: `There is no account ${user.id}.\n`,
    });
    expect(await run(["user", "show", "ada"])).toMatchObject({ code: 2, stderr: expect.stringContaining("neither") });
  });
});

describe("a command while the local server has the database open", () => {
  /** A server that should hear of nothing. */
  async function startListener() {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    onTestFinished(() => void server.close());
    return { heard, port: (server.address() as AddressInfo).port };
  }

  it("goes to no other machine, whatever the file says that names the server", async () => {
    const { cwd, run, process: server } = await startWithCommands();
    const { heard, port } = await startListener();
    for (const url of [`http://0.0.0.0:${port}`, `http://127.0.0.1@example.com:${port}`]) {
      writeFileSync(join(cwd, ".rollcall/server-url"), `${url}\n${server.pid}\n`);
      const { code, stderr } = await run(["admin", "create", email], password);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/commands go to a loopback address only\. .*\n$/)]);
    }
    expect(heard).toEqual([]);
  });

  it("takes the word of no process but the one that has it open", async () => {
    const { cwd, run } = await startWithCommands();
    const { heard, port } = await startListener();
    for (const word of [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port}\n${process.pid}\n`]) {
      writeFileSync(join(cwd, ".rollcall/server-url"), word);
      const { code, stderr } = await run(["admin", "create", email], password);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^Process \d+ has the database in .* open: .*\n$/)]);
    }
    expect(heard).toEqual([]);
  });

  it("says what to do when that server does not answer, or knows another token", async () => {
    const { cwd, run, process: server } = await startWithCommands();
    writeFileSync(join(cwd, ".rollcall/dev-token"), "another");
    expect((await run(["keys", "list"])).stderr).toMatch(/but answers 403 at http:.* Stop it, and run this again\.\n$/);
    writeFileSync(join(cwd, ".rollcall/server-url"), `http://127.0.0.1:9\n${server.pid}\n`);
    expect((await run(["keys", "list"])).stderr).toMatch(/but does not answer at http:.*\n$/);
  });
});
