import { RollcallError } from "@rollcall/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { bodyOf, logIn, signUp } from "../../../../test/support/accounts.ts";
import { openObserved } from "../../../../test/support/mongodb.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { createApp } from "../app.ts";
import { type LogLevel, logLevels } from "./log-level.ts";
import { toLine } from "./request-log.ts";

interface Line {
  time: string;
  level: string;
  message: string;
  requestId: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  ip: string | null;
  userAgent?: string;
  userId?: string;
  sessionId?: string;
  code?: string;
  notices?: object[];
  count?: number;
}

const linesOf = ({ logs }: TestRollcall) => logs.map((line) => JSON.parse(line) as Line);
const lastOf = (rollcall: TestRollcall) => linesOf(rollcall).at(-1) as Line;

describe("the log line of a request", () => {
  it("tells what was asked, by whom, how it ended and how long it took", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    const headers = { "user-agent": "Lynx/2.9" };
    await rollcall.call("DELETE", `/me/sessions/sess_${"0".repeat(26)}`, { token: tokens.accessToken, headers });
    expect(lastOf(rollcall)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: "info",
      message: "request",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: "DELETE",
      route: "/me/sessions/:id",
      status: 404,
      durationMs: expect.any(Number),
      ip: "203.0.113.7",
      userAgent: "Lynx/2.9",
      userId: user.id,
      sessionId: expect.stringMatching(/^sess_/),
      code: "not_found",
    });
  });

  it("names the driver's error where no database is found", async () => {
    const uri = `mongodb://127.0.0.1:${await unusedPort()}/rollcall`;
    const rollcall = startRollcall({ shares: openObserved(uri, { serverSelectionTimeoutMS: 100 }).storage });
    expect((await rollcall.call("GET", "/ready")).status).toBe(503);
    const { error } = JSON.parse(rollcall.logs.at(-1) as string);
    expect(error).toMatchObject({ name: "MongoServerSelectionError", cause: { cause: { code: "ECONNREFUSED" } } });
    expect(error).not.toHaveProperty("code");
  });

  it("is one for every request, whatever its end", async () => {
    const rollcall = startRollcall();
    const calls: [string, string][] = [
      ["GET", "/health"],
      ["HEAD", "/health"],
      ["OPTIONS", "/me"],
      ["GET", "/me"],
      ["PUT", "/me"],
      ["GET", "/nowhere"],
    ];
    for (const [method, path] of calls) await rollcall.call(method, path);
    expect(linesOf(rollcall).map(({ method, status }) => [method, status])).toEqual([
      ["GET", 200],
      ["HEAD", 200],
      ["OPTIONS", 204],
      ["GET", 401],
      ["PUT", 405],
      ["GET", 404],
    ]);
  });

  it("carries the id that the answer carries, and that no client chooses (Q172)", async () => {
    const rollcall = startRollcall();
    const headers = { "x-request-id": "chosen", "x-correlation-id": "chosen", traceparent: "chosen" };
    for (const path of ["/health", "/me", "/nowhere"]) {
      const answer = await rollcall.call("GET", path, { headers });
      const { requestId } = lastOf(rollcall);
      expect(answer.headers.get("x-request-id")).toBe(requestId);
      if (!answer.ok) expect(await answer.json()).toMatchObject({ requestId, instance: `urn:uuid:${requestId}` });
    }
    expect(new Set(linesOf(rollcall).map(({ requestId }) => requestId)).size).toBe(3);
    expect(rollcall.logs.join("\n")).not.toContain("chosen");
  });

  it("shows the reuse of a refresh token as a warning, without the token", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    const refresh = () => rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    await refresh();
    rollcall.clock.advance(60);
    await refresh();
    expect(lastOf(rollcall)).toMatchObject({
      level: "warn",
      status: 401,
      notices: [{ type: "refresh_token.reused", userId: user.id, sessionId: expect.stringMatching(/^sess_/) }],
    });
  });

  it.each(logLevels)("is written at the level %s or above, and no other", async (logLevel: LogLevel) => {
    const rollcall = startRollcall();
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const { dependencies } = rollcall;
    const app = createApp({ dependencies, corsOrigins: [], clientIp: () => null, logLevel, log });
    await app.request("/health");
    dependencies.database.ping = () => Promise.reject(new Error("gone"));
    await app.request("/ready");
    const expected = {
      debug: ["info", "error"],
      info: ["info", "error"],
      warn: ["error"],
      error: ["error"],
      silent: [],
    };
    expect(lines.map((line) => (JSON.parse(line) as Line).level)).toEqual(expected[logLevel]);
  });
});

describe("requests that are turned away while the service is overloaded or its database away", () => {
  it("are one line, and then one a second with their number", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const rollcall = startRollcall();
    const overload = () => new RollcallError("unavailable", { detail: "Too many sign-ins at once.", retryAfter: 1 });
    rollcall.dependencies.database.ping = () => Promise.reject(overload());
    const ask = async (times: number) => {
      for (let time = 0; time < times; time++) await rollcall.call("GET", "/ready");
    };
    const counts = () => linesOf(rollcall).map(({ message, count }) => [message, count]);
    await ask(3);
    expect(counts()).toEqual([["request", undefined]]);
    vi.advanceTimersByTime(1_000);
    await ask(5);
    vi.advanceTimersByTime(1_000);
    expect(counts().slice(1)).toEqual([
      ["requests", 2],
      ["requests", 5],
    ]);
    expect(lastOf(rollcall)).toEqual({
      time: expect.any(String),
      level: "error",
      message: "requests",
      status: 503,
      code: "unavailable",
      detail: "Too many sign-ins at once.",
      count: 5,
    });
    vi.advanceTimersByTime(10_000);
    await ask(1);
    expect(counts().slice(3)).toEqual([["request", undefined]]);
    expect(rollcall.logs.join("")).not.toContain("stack");
  });
});

describe("a line of the log", () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter((character) =>
    /\p{Cc}/u.test(character),
  );
  const separators = [...controls, "\u2028", "\u2029"];

  it("is one line, and one JSON object, whatever is in it (Q169)", () => {
    const entry = { text: separators.join("x"), "key\r\n\u001b[2J": "\u009b2J" };
    const line = toLine(entry);
    for (const character of separators) expect(line).not.toContain(character);
    expect(JSON.parse(line)).toEqual(entry);
  });

  it("cannot be forged by the name of a browser, a path, an address or a name (Q169)", async () => {
    const rollcall = startRollcall();
    const forged = '"}\u0085\u001b[31m{"level":"error","userId":"user_forged","message":"forged"}';
    const headers = { "user-agent": `curl${forged}` };
    const { tokens } = await bodyOf<{ tokens: { accessToken: string } }>(
      await rollcall.call("POST", "/auth/register", {
        body: { email: "eve@example.com", password, name: `Eve\r\n${forged}\u2028` },
        headers,
      }),
    );
    await logIn(rollcall, `eve@example.com\r\n${forged}`);
    await rollcall.call("GET", `/users/%0d%0a${encodeURIComponent(forged)}`, { token: tokens.accessToken });
    await rollcall.call("GET", `/%0d%0a${encodeURIComponent(forged)}?%0d%0a${encodeURIComponent(forged)}`);
    expect(linesOf(rollcall).map(({ level, message }) => [level, message])).toEqual(Array(4).fill(["info", "request"]));
    for (const line of rollcall.logs) for (const character of separators) expect(line).not.toContain(character);
    expect(linesOf(rollcall).some(({ userId }) => userId === "user_forged")).toBe(false);
  });

  it("has room for a long name of a browser, and no more", async () => {
    const rollcall = startRollcall();
    await rollcall.call("GET", "/health", { headers: { "user-agent": "x".repeat(8_000) } });
    expect(rollcall.logs.at(-1)?.length).toBeLessThan(1_000);
  });
});
