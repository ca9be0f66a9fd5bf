import { createRequire } from "node:module";
import { type User, users } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import {
  bodyOf,
  logIn,
  refreshes,
  refusalOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

const readMe = (rollcall: TestRollcall, token: string) => rollcall.call("GET", "/me", { token });
const rename = (rollcall: TestRollcall, token: string, name: unknown) =>
  rollcall.call("PATCH", "/me", { token, body: { name } });
const deleteMe = (rollcall: TestRollcall, token: string, secret: string) =>
  rollcall.call("DELETE", "/me", { token, body: { password: secret } });

describeOnEachDatabase("my account", (form) => {
  it("shows me to myself", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall, "ada@example.com", { name: "Ada" });
    const response = await readMe(rollcall, tokens.accessToken);
    expect([response.status, await response.json()]).toEqual([200, user]);
  });

  it("takes a new name, and none, and says when it changed", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    rollcall.clock.advance(60);
    const renamed = await bodyOf<User>(await rename(rollcall, tokens.accessToken, "Ada, Countess of Lovelace"));
    expect(renamed).toEqual({ ...user, name: "Ada, Countess of Lovelace", updatedAt: expect.any(String) });
    expect(renamed.updatedAt > user.updatedAt).toBe(true);
    expect(await bodyOf<User>(await readMe(rollcall, tokens.accessToken))).toEqual(renamed);
    for (const none of [null, "", " \t\n\u3000"])
      expect((await bodyOf<User>(await rename(rollcall, tokens.accessToken, none))).name).toBeNull();
  });

  it("gives back any text as a name, code point by code point, but for blanks around it (Q28)", async () => {
    const naughty = createRequire(import.meta.url)("big-list-of-naughty-strings") as string[];
    const own = [
      ..."\0\u0001\u0007\b\t\n\v\f\r\u001b\u001f\u007f\u0080\u0085\u009f\u00a0\u00ad\u061c\u200b\u200d\u200e\u2028\u2029",
      ..."\u202a\u202e\u2066\u2069\ufeff\ufffd\ufffe\uffff\u{1f600}\u{10ffff}\u{e0001}\u0301",
      "before\0after",
      "\r\nset-cookie: a=b",
      "e\u0301 is not \u00e9",
      "\u212b \u00c5 A\u030a",
      "👩‍👩‍👧‍👦 🏳️‍🌈 🇪🇺",
      " leading and trailing ",
      "$where",
      "$ne",
      "a.b.$c",
      '{"$gt":""}',
      "__proto__",
      "constructor",
      "$$deleted",
      "$$date",
      "\\u0000",
      "\\",
      '"',
      "null",
      "true",
      "0",
      "1e400",
      "2026-01-01T00:00:00.000Z",
      "x".repeat(1_000),
      "😀".repeat(500),
    ];
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    expect(naughty.length + own.length).toBeGreaterThan(500);
    for (const name of [...naughty, ...own]) {
      const answered = await rename(rollcall, tokens.accessToken, name);
      expect([answered.status, (await bodyOf<User>(answered)).name]).toEqual([200, name.trim() || null]);
      expect((await bodyOf<User>(await readMe(rollcall, tokens.accessToken))).name).toBe(name.trim() || null);
    }
  });

  it("is over for tokens whose session has ended", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    expect(await refusalOf(await readMe(rollcall, tokens.accessToken))).toBe("401 invalid_token");
    expect(await refusalOf(await rename(rollcall, tokens.accessToken, "Eve"))).toBe("401 invalid_token");
    expect((await signIn(rollcall, "ada@example.com")).user.name).toBeNull();
  });
});

describe("what I cannot change of my account", () => {
  it("is everything but my name (Q104, Q105)", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    const fields = {
      role: "admin",
      roles: ["admin"],
      isAdmin: true,
      email: "eve@example.com",
      emailVerified: true,
      mfa: false,
      status: "disabled",
      passwordHash: "x",
      credentialVersion: 0,
      id: "user_01h455vb4pex5vsknk084sn02q",
      sessions: {},
      lastLoginAt: null,
    };
    for (const [field, value] of Object.entries(fields)) {
      const body = { name: "Eve", [field]: value };
      const response = await rollcall.call("PATCH", "/me", { token: tokens.accessToken, body });
      expect(await refusalOf(response)).toBe("422 validation_failed");
    }
    expect(await bodyOf<User>(await readMe(rollcall, tokens.accessToken))).toEqual(user);
  });

  it("is the name to anything but text of at most 1,000 UTF-16 units", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall, "ada@example.com", { name: "Ada" });
    for (const name of [7, true, ["Ada"], { first: "Ada" }, "x".repeat(1_001), "lone \ud800 surrogate"]) {
      expect(await refusalOf(await rename(rollcall, tokens.accessToken, name))).toBe("422 validation_failed");
    }
    const empty = await rollcall.call("PATCH", "/me", { token: tokens.accessToken, body: {} });
    expect(await refusalOf(empty)).toBe("422 validation_failed");
    expect((await bodyOf<User>(await readMe(rollcall, tokens.accessToken))).name).toBe("Ada");
  });
});

describe("what answers about an account hold", () => {
  it("is its public members and no hash, version or session (Q104)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    const { user, tokens } = await signUp(rollcall);
    const members = [
      "createdAt",
      "deletesAt",
      "email",
      "emailVerified",
      "id",
      "lastLoginAt",
      "name",
      "roles",
      "status",
      "updatedAt",
    ];
    const answers = [
      await readMe(rollcall, tokens.accessToken),
      await rename(rollcall, tokens.accessToken, "Ada"),
      await rollcall.call("GET", `/users/${user.id}`, { token }),
      await rollcall.call("PATCH", `/users/${user.id}`, { token, body: { name: "Ada" } }),
      await rollcall.call("POST", "/users", { token, body: { email: "eve@example.com", password } }),
    ];
    for (const answer of answers) {
      const text = await answer.text();
      expect(Object.keys(JSON.parse(text)).sort()).toEqual(members);
      expect(text).not.toMatch(/argon2|hash|_id|searchKeys|credentialVersion|sess_/);
    }
  });
});

describeOnEachDatabase("deleting my account", (form) => {
  it("ends every session, forgets everything and frees the address (Q56)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    const other = await signIn(rollcall, "ada@example.com");
    const response = await deleteMe(rollcall, tokens.accessToken, password);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    for (const { accessToken, refreshToken } of [tokens, other.tokens]) {
      expect(await refusalOf(await readMe(rollcall, accessToken))).toBe("401 invalid_token");
      expect(await refreshes(rollcall, refreshToken)).toBe(false);
    }
    expect((await logIn(rollcall, "ada@example.com")).status).toBe(401);
    const left = await rollcall.storage.database.collection(users).findOne({ _id: user.id });
    expect(JSON.stringify(left?.outbox)).not.toMatch(/argon2|"sessions"/);
    expect(left).toEqual({
      _id: user.id,
      status: "deleted",
      searchKeys: [],
      email: `deleted|${user.id}`,
      credentialVersion: 2,
      deletedAt: expect.any(Date),
      outbox: expect.any(Object),
      outboxDue: expect.any(Date),
    });
    expect((await signUp(rollcall)).user.id).not.toBe(user.id);
  });

  it("needs the password", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const token = tokens.accessToken;
    const wrong = await deleteMe(rollcall, token, "not the right password");
    expect(wrong.status).toBe(422);
    expect(await bodyOf(wrong)).toMatchObject({
      code: "validation_failed",
      issues: [{ path: ["password"], code: "wrong_password", message: "Is not your current password" }],
    });
    expect(await refusalOf(await deleteMe(rollcall, token, ""))).toBe("422 validation_failed");
    expect(await refusalOf(await rollcall.call("DELETE", "/me", { token, body: {} }))).toBe("422 validation_failed");
    expect(await refusalOf(await rollcall.call("DELETE", "/me", { token }))).toBe("415 unsupported_media_type");
    expect((await readMe(rollcall, token)).status).toBe(200);
  });
});
