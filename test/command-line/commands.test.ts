import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type TOTP, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { runCommand as cli, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { post, startWithToken } from "../support/local-server.ts";
import { password } from "../support/rollcall.ts";

/** An account whose address is proved, with an authenticator app. */
async function setUpApp(url: string, authorization: string): Promise<void> {
  const email = "ada@example.com";
  const registered = await post(url, "/auth/register", { email, password });
  const mailedCode = async () => {
    const mails = await fetch(`${url}/dev/mail?to=${email}`, { headers: { authorization } });
    const [mail] = (await mails.json()) as { text: string }[];
    return /^ *(\d{4} \d{4}) *$/m.exec(mail?.text ?? "")?.[1];
  };
  await expect.poll(mailedCode).toBeDefined();
  const code = await mailedCode();
  await fetch(`${url}/auth/email/verify`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, code }),
  });
  const bearer = { authorization: `Bearer ${registered.body.tokens.accessToken}` };
  const offer = await post(url, "/me/factors/totp", {}, bearer);
  const shown = (URI.parse(offer.body.uri) as TOTP).generate();
  const confirmed = await post(url, "/me/factors/totp/confirm", { id: offer.body.id, code: shown }, bearer);
  expect(confirmed.status).toBe(200);
}

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

  it("seals under a new SECRET_KEY what an older one has, so that it can go (Q185)", async () => {
    const [older, newer] = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")];
    const { url, cwd, authorization, stop } = await startWithToken({ SECRET_KEY: older });
    await setUpApp(url, authorization);
    await stop();
    const maintain = async (...keys: string[]) => {
      const { code, stdout } = await cli(["maintain"], { cwd, env: { SECRET_KEY: keys.join(",") } });
      expect(code).toBe(0);
      return stdout;
    };
    expect(await maintain(newer, older)).toContain(
      "\nSealed the second factors of 1 account under the newest SECRET_KEY.\n",
    );
    expect(await maintain(newer, older)).not.toContain("second factors");
    // With it alone, so the old one can go.
    expect(await maintain(newer)).not.toContain("second factors");
  });
});

describe("a command while the local server has the database open", () => {
  it("works through that server, and by its clock", async () => {
    const cwd = temporaryDirectory();
    const { url } = await startLocalServer({ cwd });
    const authorization = `Bearer ${readFileSync(join(cwd, ".rollcall/dev-token"), "utf8")}`;
    const headers = { "content-type": "application/json", authorization };
    expect((await cli(["keys", "list"], { cwd })).stdout).toMatch(/^\S{43} {2}ES256 {2}active\n$/);
    expect((await cli(["keys", "rotate"], { cwd })).stdout).toMatch(/^Published \S{43}\./);
    await fetch(`${url}/dev/clock`, { method: "POST", headers, body: '{"advance":901}' });
    expect((await cli(["keys", "rotate"], { cwd })).stdout).toMatch(/^\S{43} signs now\./);
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

  it("explains itself with exit code 0, and says its version; in no colour where there is no terminal", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await cli(["admin", "create", "--help"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: npm run rollcall -- admin create EMAIL\n/);
    expect(stdout).toBe(stripVTControlCharacters(stdout));
    expect(await cli(["--version"], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("says what is missing, and not all that there is, with exit code 2", async () => {
    expect(await cli(["admin", "create"], { cwd: temporaryDirectory() })).toEqual({
      code: 2,
      stdout: "",
      stderr: "admin create needs an EMAIL: `npm run rollcall -- admin create EMAIL`\n",
    });
  });
});

describe("rollcall events", () => {
  it("shows what has happened, to whom and by whom, of one account or type, and refuses types that there are none of (Q168)", async () => {
    const cwd = temporaryDirectory();
    const stdin = "correct horse battery staple\n";
    const { url } = await startLocalServer({ cwd });
    await cli(["admin", "create", "ada@example.com"], { cwd, stdin });
    await fetch(`${url}/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "ada@example.com", password: "not the one that it is" }),
    });
    const events = async (...options: string[]) => (await cli(["events", ...options], { cwd })).stdout;
    await expect.poll(() => events("--user", "ada@example.com"), { timeout: 10_000 }).toMatch(/sign_in\.failed/);
    const lines = (await events()).trimEnd().split("\n");
    expect(lines.at(-1)).toMatch(
      /^\S+Z {2}sign_in\.failed {2}user_\w+ {2}by user {2}127\.0\.0\.1 {2}\{"method":"pwd"\}$/,
    );
    expect(await events("--type", "user.created")).toMatch(
      /^\S+Z {2}user\.created {2}user_\w+ {2}by system {2}\{"roles":/,
    );
    const wrong = await cli(["events", "--type", "user.altered"], { cwd });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("There are no events of this type")]);
  });
});
