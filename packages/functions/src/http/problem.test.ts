import {
  type Database,
  type ErrorCode,
  maxOutbox,
  outboxOf,
  RollcallError,
  systemContext,
  usersOf,
} from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import type { TestDatabase } from "../../../../test/support/databases.ts";
import { castOf, send } from "../../../../test/support/json-routes.ts";
import { lastMailTo } from "../../../../test/support/mails.ts";
import { password, startRollcall, type TestRollcall, testSettings } from "../../../../test/support/rollcall.ts";
import { bodyLimit } from "./read-json.ts";

interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  instance: string;
  requestId: string;
  retryAfter?: number;
}

/** A database in which every operation ends like this. */
function failing(error: unknown): TestDatabase {
  const fail = () => Promise.reject(error);
  const collection = {
    insertOne: fail,
    findOne: fail,
    findOneAndUpdate: fail,
    updateOne: fail,
    deleteOne: fail,
    bulkWrite: fail,
    find: fail,
  };
  const database: Database = { collection: () => collection, prepare: fail, ping: fail, close: async () => {} };
  return { database, roundTrips: () => 0, dispose: async () => {} };
}

const broken = (error: unknown) => startRollcall({ shares: failing(error) });

/** What a driver might say, all of it better kept to oneself. */
const driverText =
  'E11000 duplicate key { email: "ada@example.org" } at mongodb://svc:hunter2@10.0.0.5:27017 $argon2id$v=19$m=19456';

/** The stack of an error keeps the text that the error had when its stack was first read. */
function changed(error: Error): Error {
  const { length } = error.stack ?? "";
  return Object.assign(error, { message: `withheld (${length})` });
}

const credentials = { email: "ada@example.org", password };
const login = (rollcall: TestRollcall, body: unknown = credentials) => rollcall.call("POST", "/auth/login", { body });

/** A request that provokes each code. */
const provocations = {
  malformed_json: () => login(startRollcall(), "{"),
  malformed_request: () => startRollcall().call("GET", "/%6De"),
  missing_token: () => startRollcall().call("GET", "/me"),
  invalid_token: () => startRollcall().call("GET", "/me", { token: "x.y.z" }),
  invalid_credentials: () => login(startRollcall()),
  invalid_refresh_token: () => startRollcall().call("POST", "/auth/refresh", { body: { refreshToken: "x" } }),
  async reauthentication_required() {
    const rollcall = startRollcall({ settings: { accessTokenTtl: 3_600 } });
    const { accessToken: token } = (await signUp(rollcall)).tokens;
    rollcall.clock.advance(601);
    return rollcall.call("DELETE", "/me", { token, body: { password } });
  },
  async forbidden() {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    return rollcall.call("GET", "/users", { token: tokens.accessToken });
  },
  registration_closed: () =>
    startRollcall({ settings: { registration: "closed" } }).call("POST", "/auth/register", { body: credentials }),
  not_found: () => startRollcall().call("GET", "/nowhere"),
  method_not_allowed: () => startRollcall().call("PUT", "/me"),
  async email_taken() {
    const rollcall = startRollcall();
    const { user } = await signUp(rollcall);
    return rollcall.call("POST", "/auth/register", { body: { email: user.email, password } });
  },
  async conflict() {
    const rollcall = startRollcall();
    const { user, token } = await signInAsAdministrator(rollcall);
    return rollcall.call("DELETE", `/users/${user.id}`, { token });
  },
  code_expired: () =>
    startRollcall().call("POST", "/auth/email/verify", { body: { token: "a token of another service" } }),
  async code_used() {
    const rollcall = startRollcall();
    const { user } = await signUp(rollcall);
    const { token } = await lastMailTo(rollcall, user.email);
    const verify = () => rollcall.call("POST", "/auth/email/verify", { body: { token } });
    await verify();
    return verify();
  },
  payload_too_large: () => login(startRollcall(), " ".repeat(bodyLimit + 1)),
  unsupported_media_type: () =>
    startRollcall().call("POST", "/auth/login", { body: "{}", headers: { "content-type": "text/plain" } }),
  validation_failed: () => login(startRollcall(), {}),
  async too_many_attempts() {
    const { limits } = testSettings;
    const guess = { ...limits.guess, perAccount: 1 };
    const rollcall = startRollcall({ settings: { limits: { ...limits, guess } } });
    await login(rollcall);
    return login(rollcall);
  },
  weak_password: () =>
    startRollcall().call("POST", "/auth/register", { body: { ...credentials, password: "too short" } }),
  async limit_reached() {
    const rollcall = startRollcall();
    const { tokens, user } = await signUp(rollcall);
    const ctx = systemContext(rollcall.dependencies);
    const entries = Array.from({ length: maxOutbox }, () => ({ type: "code.refused" }) as const);
    await usersOf(ctx).updateOne({ _id: user.id }, { $set: outboxOf(ctx, ...entries) });
    const body = { newEmail: "ada.king@example.org", password };
    return rollcall.call("POST", "/me/email", { token: tokens.accessToken, body });
  },
  internal: () => login(broken(new Error(driverText))),
  unavailable: () => login(broken(new RollcallError("unavailable", { retryAfter: 2 }))),
} satisfies Partial<Record<ErrorCode, () => Promise<Response>>>;

const provoked = Object.keys(provocations) as (keyof typeof provocations)[];

describe("a problem", () => {
  it.each(provoked)(
    "%s has the media type and the members of RFC 9457, and the request's id in all its places (Q154, Q172)",
    async (code) => {
      const answer = await provocations[code]();
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      const problem = await bodyOf<Problem>(answer);
      expect(problem).toMatchObject({
        type: `https://auth.example.test/problems/${code}`,
        title: expect.stringMatching(/^[A-Z]/),
        status: answer.status,
        code,
      });
      expect(problem.status).toBeGreaterThanOrEqual(400);
      const { requestId, instance } = problem;
      expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(answer.headers.get("x-request-id")).toBe(requestId);
      expect(instance).toBe(`urn:uuid:${requestId}`);
    },
  );

  it.each(provoked)("%s is explained where its type points (Q154)", async (code) => {
    const rollcall = startRollcall();
    const answer = await provocations[code]();
    const { type, title, status } = await bodyOf<Problem>(answer);
    const page = await rollcall.fetch(type);
    expect(page.status).toBe(200);
    expect(await page.json()).toEqual({ code, title, status, advice: expect.stringMatching(/\w/) });
  });

  it("of a name that there is not is not explained", async () => {
    const rollcall = startRollcall();
    for (const code of ["", "x", "__proto__", "constructor", "toString", "NOT_FOUND", "not_found%20"]) {
      expect((await rollcall.call("GET", `/problems/${code}`)).status, code).toBe(404);
    }
  });

  it("says when to try again, in its header and in its body", async () => {
    const answer = await provocations.unavailable();
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await answer.json()).toMatchObject({ retryAfter: 2 });
  });
});

describe("the challenge of RFC 6750, and of RFC 9470", () => {
  it.each([
    ["missing_token", "Bearer"],
    ["invalid_token", 'Bearer error="invalid_token"'],
    ["forbidden", 'Bearer error="insufficient_scope"'],
    ["reauthentication_required", 'Bearer error="insufficient_user_authentication", max_age="600", acr_values="1"'],
    ["not_found", null],
    ["validation_failed", null],
  ] as const)("for %s is %s", async (code, challenge) => {
    expect((await provocations[code]()).headers.get("www-authenticate")).toBe(challenge);
  });
});

describe("an error that nobody expected", () => {
  const kinds: [string, unknown][] = [
    ["an error", new Error(driverText)],
    ["an error with a cause", new Error("outer", { cause: new Error(driverText) })],
    ["an error of a subclass", new TypeError(driverText)],
    ["an error with a status", Object.assign(new Error(driverText), { status: 404, statusCode: 404 })],
    ["an error whose text looks like a stack", new Error(`x\n    at ${driverText}`)],
    ["an error whose text was changed", changed(new Error(`x\n    at ${driverText}\n${driverText}`))],
    ["an error with members", Object.assign(new Error("x"), { errInfo: driverText, stack: driverText })],
  ];

  it.each(kinds)("such as %s is a 500 that says nothing about it (Q154, Q155)", async (_, error) => {
    const rollcall = broken(error);
    for (const answer of [await login(rollcall), await rollcall.call("GET", "/ready")]) {
      expect(answer.status).toBe(500);
      const { type, title, status, code, instance, requestId, ...rest } = await bodyOf<Problem>(answer);
      expect({ title, status, code, rest }).toEqual({
        title: "Internal error",
        status: 500,
        code: "internal",
        rest: {},
      });
    }
  });

  it.each(kinds)(
    "such as %s is in the log by its name and its place, without its text (Q155, Q167)",
    async (_, error) => {
      const rollcall = broken(error);
      const answer = await login(rollcall);
      const { level, requestId, error: logged } = JSON.parse(rollcall.logs.at(-1) as string);
      expect({ level, requestId }).toEqual({ level: "error", requestId: answer.headers.get("x-request-id") });
      expect(logged.name).toBe((error as Error).name);
      expect(rollcall.logs.join("\n")).not.toMatch(/E11000|hunter2|10\.0\.0\.5|argon2|ada@/);
    },
  );

  it("does not stop the service", async () => {
    const rollcall = broken(new Error(driverText));
    await login(rollcall);
    expect((await rollcall.call("GET", "/health")).status).toBe(200);
  });
});

describe("an answer", () => {
  /** Stack frames, paths of files, names of what the service is made of, hashes and keys. */
  const internals =
    /\n\s+at |\/packages\/|node_modules|node:internal|\.[jt]s:\d|mongo|nedb|hono|zod|\$argon2|BEGIN |"stack"|"cause"/i;

  it("to a request that is refused holds no internals and nothing that was sent (Q155)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const secret = "the secret of a lighthouse keeper";
    for (const route of routes) {
      const filled = Object.fromEntries(Object.keys(route.fields).map((field) => [field, secret]));
      for (const body of [{ ...filled, surplus: secret }, [secret], JSON.stringify(secret), `{"${secret}`]) {
        const answer = await send(rollcall, route, body);
        expect(answer.ok).toBe(false);
        const text = await answer.text();
        expect(text, route.id).not.toMatch(internals);
        expect(text, route.id).not.toContain(secret);
      }
    }
  });

  it.each(provoked)("of %s holds no internals (Q155)", async (code) => {
    const answer = await provocations[code]();
    expect(await answer.text()).not.toMatch(internals);
    for (const [, value] of answer.headers) expect(value).not.toMatch(internals);
  });
});
