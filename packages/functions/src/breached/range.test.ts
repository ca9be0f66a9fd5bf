import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { bodyOf, refusalOf, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { lastMailTo } from "../../../../test/support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";
import { hashOf } from "./hash.ts";
import { openBreachedPasswords } from "./open.ts";

const known = "vast gentle kiwi nest";
const { suffix, prefix, hash } = hashOf(known);
const padding = `${"0".repeat(34)}1:0`;

interface Call {
  url: string | undefined;
  headers: IncomingMessage["headers"];
}

/** A range service of our own, which answers so. */
async function rangeService(answer: (response: ServerResponse) => void) {
  const calls: Call[] = [];
  const server = createServer(({ url, headers }, response) => {
    calls.push({ url, headers });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { calls, url, breached: openBreachedPasswords({ url }) };
}

const text =
  (lines: string[], status = 200) =>
  (response: ServerResponse) =>
    response.writeHead(status, { "content-type": "text/plain" }).end(lines.join("\r\n"));

const { signal } = new AbortController();

describe("the range service", () => {
  it("hears five characters of a hash, and wants its answer padded (Q9)", async () => {
    const { breached, calls } = await rangeService(text([padding, `${suffix}:12`]));
    expect(await breached?.includes(known, signal)).toBe(true);
    expect(calls).toMatchObject([
      { url: `/range/${prefix}`, headers: { "add-padding": "true", "user-agent": "Rollcall" } },
    ]);
    expect(JSON.stringify(calls)).not.toContain(suffix.slice(0, 5));
  });

  it("lists what is listed, in whatever case, and padding is nothing (Q9)", async () => {
    const answers: [string[], boolean][] = [
      [[`${suffix.toLowerCase()}:1`], true],
      [[padding, `${suffix}:0`], false],
      [[padding], false],
      [[`${suffix.slice(1)}0:5`], false],
    ];
    for (const [lines, expected] of answers) {
      const { breached } = await rangeService(text(lines));
      expect(await breached?.includes(known, signal), lines.join()).toBe(expected);
    }
  });

  it.each([
    ["an error", text([], 503)],
    ["a limit", text([`${suffix}:1`], 429)],
    ["nothing", text([])],
    ["a page", text(["<html>Sign in to the network</html>"])],
    ["a redirect", (response: ServerResponse) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()],
    ["an end", (response: ServerResponse) => response.destroy()],
  ])("cannot tell when it answers with %s (Q9)", async (_, answer) => {
    const { breached } = await rangeService(answer);
    await expect(breached?.includes(known, signal)).rejects.toThrow();
  });
});

describeOnEachDatabase("a password from a breach", (form) => {
  const start = (breachedPasswords: ReturnType<typeof openBreachedPasswords>) =>
    startRollcall({ form, breachedPasswords });
  const register = (rollcall: TestRollcall, secret: string, email = "ada@example.org") =>
    rollcall.call("POST", "/auth/register", { body: { email, password: secret } });

  it("is refused at registration, at a change and when an administrator creates an account (Q9, Q11)", async () => {
    const { breached } = await rangeService(text([padding, `${suffix}:12`]));
    const rollcall = start(breached);
    const { tokens } = await signUp(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    const change = { currentPassword: password, newPassword: known };
    const attempts = [
      await register(rollcall, known, "grace@example.org"),
      await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body: change }),
      await rollcall.call("POST", "/users", {
        token: admin.token,
        body: { email: "joan@example.org", password: known },
      }),
    ];
    for (const answer of attempts) {
      expect(await refusalOf(answer.clone())).toBe("422 weak_password");
      const problem = await bodyOf<Problem>(answer);
      expect(problem.issues?.map(({ code }) => code)).toEqual(["breached"]);
      expect(JSON.stringify(problem)).not.toContain(known);
    }
    for (const secret of [known, hash, suffix, hash.toLowerCase()]) expect(rollcall.logs.join()).not.toContain(secret);
  });

  it("is refused at a reset, after which the mail is as good as before (Q9, Q50)", async () => {
    const { breached } = await rangeService(text([padding, `${suffix}:12`]));
    const rollcall = start(breached);
    await signUp(rollcall);
    await rollcall.call("POST", "/auth/password/forgot", { body: { email: "ada@example.com" } });
    const { token } = await lastMailTo(rollcall, "ada@example.com");
    const reset = (newPassword: string) =>
      rollcall.call("POST", "/auth/password/reset", { body: { token, newPassword } });
    expect(await refusalOf(await reset(known))).toBe("422 weak_password");
    expect((await reset("vast gentle kiwi tree")).status).toBe(204);
  });

  it("is taken while the service is away, with a line in the log, and in the time that is promised (Q9)", async () => {
    for (const answer of [text([], 503), () => {}]) {
      const { breached } = await rangeService(answer);
      const rollcall = start(breached);
      expect((await register(rollcall, known)).status).toBe(201);
      expect(rollcall.logs.map((line) => JSON.parse(line))).toMatchObject([
        { level: "warn", status: 201, notices: [{ type: "breach_check.skipped" }] },
      ]);
    }
  });

  it("costs nothing at a sign-in (Q9)", async () => {
    const { breached, calls } = await rangeService(text([padding]));
    const rollcall = start(breached);
    await register(rollcall, known);
    await rollcall.call("POST", "/auth/login", { body: { email: "ada@example.org", password: known } });
    expect(calls).toHaveLength(1);
  });
});
