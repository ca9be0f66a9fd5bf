import { describe, expect, inject, it } from "vitest";
import { runFile, startLocalServer, temporaryDirectory } from "./support/commands.ts";
import { password, testSecret } from "./support/rollcall.ts";

const cli = (args: string[], options: Parameters<typeof runFile>[2]) => runFile("cli/main.ts", args, options);

async function login(url: string, email: string) {
  const response = await fetch(`${url}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return { status: response.status, body: (await response.json()) as { user: { roles: string[] } } };
}

describe("rollcall admin create", () => {
  it("makes an administrator on the embedded database, who can then sign in", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await cli(["admin", "create", "Ada@example.com"], { cwd, stdin: `${password}\n` });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^ada@example\.com \(user_\w+\) was created as an administrator\.\n$/),
    ]);
    const server = await startLocalServer({ cwd });
    expect((await login(server.url, "ada@example.com")).body.user.roles).toEqual(["admin"]);
  });

  it("goes through the local server while that has the database open", async () => {
    const cwd = temporaryDirectory();
    const server = await startLocalServer({ cwd });
    const { code, stdout } = await cli(["admin", "create", "ada@example.com"], { cwd, stdin: password });
    expect([code, stdout]).toEqual([0, expect.stringContaining("was created")]);
    expect((await login(server.url, "ada@example.com")).status).toBe(200);
  });

  it("promotes an account that exists and leaves its password alone", async () => {
    const cwd = temporaryDirectory();
    await cli(["admin", "create", "ada@example.com"], { cwd, stdin: password });
    const { code, stdout } = await cli(["admin", "create", "ada@example.com"], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining("is an administrator now")]);
  });

  it("refuses a weak password, a missing one and a wrong address with exit code 1 and one line", async () => {
    const cwd = temporaryDirectory();
    for (const [address, stdin, reason] of [
      ["ada@example.com", "short", "The password is too weak. Must be at least 15 characters."],
      ["ada@example.com", "", "No password was given on standard input"],
      ["ada", password, "ada is not an e-mail address"],
    ] as const) {
      expect(await cli(["admin", "create", address], { cwd, stdin })).toEqual({
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
    const { code, stdout } = await cli(["admin", "create", "ada@example.com"], {
      cwd: temporaryDirectory(),
      env,
      stdin: password,
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining("was created")]);
  });
});

describe("rollcall keys", () => {
  it("lists the key that signs, publishes the next one and waits until every cache has seen it", async () => {
    const cwd = temporaryDirectory();
    expect((await cli(["keys", "list"], { cwd })).stdout).toMatch(/^\S{43} {2}ES256 {2}active\n$/);
    expect((await cli(["keys", "rotate"], { cwd })).stdout).toMatch(/^Published \S{43}\. Run this again from /);
    expect((await cli(["keys", "rotate"], { cwd })).stdout).toMatch(
      /is published, but not every cache has seen it yet/,
    );
    expect((await cli(["keys", "list"], { cwd })).stdout).toMatch(/active\n.*next\n$|next\n.*active\n$/);
  });
});

describe("rollcall keys revoke", () => {
  it("withdraws a key and says what signs instead, once", async () => {
    const cwd = temporaryDirectory();
    const kid = (await cli(["keys", "list"], { cwd })).stdout.split(" ")[0] as string;
    const { code, stdout } = await cli(["keys", "revoke", kid], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Revoked \S{43}: its tokens .* \S{43} signs now\.\n$/)]);
    expect((await cli(["keys", "list"], { cwd })).stdout).not.toContain(kid);
    expect(await cli(["keys", "revoke", kid], { cwd })).toMatchObject({ code: 1, stdout: "" });
  });

  it("takes an id that begins with a dash for an id", async () => {
    const { code, stderr } = await cli(["keys", "revoke", "-h4hkBJ"], { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([1, expect.stringContaining("There is no signing key -h4hkBJ")]);
  });
});

describe("rollcall maintain", () => {
  it("says what is due, and does nothing that is not", async () => {
    const cwd = temporaryDirectory();
    for (let run = 0; run < 2; run++) {
      const { code, stdout, stderr } = await cli(["maintain"], { cwd });
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/^\S{43} signs\. Another is due from \S+ on\.\nRemoved 0 expired sessions\.\n$/),
      ]);
      expect(stderr).toContain("MONGODB_URI is not set");
    }
  });
});

describe("a command that needs the database while the local server has it open", () => {
  it("says so in one line", async () => {
    const cwd = temporaryDirectory();
    const server = await startLocalServer({ cwd });
    const { code, stderr } = await cli(["keys", "list"], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^\.rollcall\/data is in use by process \d+ .*\n$/)]);
    expect(stderr).toContain(String(server.process.pid));
  });
});

describe("rollcall", () => {
  it("prints a secret that it accepts itself", async () => {
    const cwd = temporaryDirectory();
    const { stdout } = await cli(["secret"], { cwd });
    expect((await cli(["indexes"], { cwd, env: { SECRET_KEY: stdout.trim() } })).stdout).toBe(
      "Every index is there.\n",
    );
  });

  it("explains itself on --help, and with exit code 2 where it does not understand", async () => {
    const cwd = temporaryDirectory();
    expect(await cli(["--help"], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Usage:"),
      stderr: "",
    });
    for (const args of [[], ["admin"], ["admin", "create"], ["secret", "more"], ["--wrong"]]) {
      expect(await cli(args, { cwd })).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringContaining("Usage:"),
      });
    }
  });
});
