import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf } from "../../../../test/support/accounts.ts";
import { castOf, fieldsOf, type JsonRoute, send } from "../../../../test/support/json-routes.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "./problem.ts";

const invalid = "422 validation_failed";

describe("the types of fields", () => {
  const values: [string, unknown[]][] = [
    ["string", ["", "true", "1"]],
    ["number", [0, 1, -1, 1.5, 1e300]],
    ["boolean", [true, false]],
    ["null", [null]],
    ["array", [[], ["ada@example.org"], [password], [["admin"]]]],
    ["object", [{}, { 0: "admin", length: 1 }, { toString: "x" }]],
  ];

  it("are taken as they are and never converted (Q141)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    for (const { route, field, types } of fieldsOf(routes)) {
      for (const value of values.flatMap(([type, samples]) => (types.includes(type) ? [] : samples))) {
        const answer = await send(rollcall, route, { ...route.body, [field]: value });
        expect(await refusalOf(answer), `${route.id} ${field} ${JSON.stringify(value)}`).toBe(invalid);
      }
    }
  });

  it("hold for what is inside a list (Q141)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    for (const { route, field } of fieldsOf(routes).filter(({ field }) => field === "roles")) {
      for (const role of [null, 1, true, "root", "Admin", "admin ", ["admin"], { $ne: "" }]) {
        const answer = await send(rollcall, route, { ...route.body, [field]: [role] });
        expect(await refusalOf(answer), JSON.stringify(role)).toBe(invalid);
      }
    }
  });

  it("allow no body but an object (Q137, Q141)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    for (const route of routes) {
      for (const body of ["null", "true", "0", '""', "[]", `[${JSON.stringify(route.body)}]`, '"{}"']) {
        expect(await refusalOf(await send(rollcall, route, body)), `${route.id} ${body}`).toBe(invalid);
      }
    }
  });
});

describe("fields that no route has", () => {
  const surplus = {
    role: "admin",
    isAdmin: true,
    admin: true,
    emailVerified: true,
    _id: "user_00000000000000000000000000",
    id: "user_00000000000000000000000000",
    userId: "user_00000000000000000000000000",
    tenantId: "1",
    passwordHash: "x",
    credentialVersion: 0,
    sessions: {},
    "sessions.x": {},
    "roles.0": "admin",
    createdAt: "2026-01-01T00:00:00Z",
    Email: "eve@example.org",
    "": "",
  };

  it("are refused on every route (Q140)", async () => {
    const rollcall = startRollcall();
    const { user, routes } = await castOf(rollcall);
    for (const route of routes) {
      for (const [field, value] of Object.entries(surplus)) {
        const answer = await send(rollcall, route, { ...route.body, [field]: value });
        expect(await refusalOf(answer), `${route.id} ${field}`).toBe(invalid);
      }
    }
    const me = await rollcall.call("GET", "/me", { token: user.tokens.accessToken });
    expect(await me.json()).toEqual(user.user);
  });

  it("are refused when they are another route's", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const all = Object.assign({}, ...routes.map(({ body }) => body));
    for (const route of routes) {
      for (const field of Object.keys(all).filter((name) => !(name in route.fields))) {
        const answer = await send(rollcall, route, { ...route.body, [field]: all[field] });
        expect(await refusalOf(answer), `${route.id} ${field}`).toBe(invalid);
      }
    }
  });

  it("are refused in a search, and show nothing that is kept secret (Q143)", async () => {
    const rollcall = startRollcall();
    const { admin } = await castOf(rollcall);
    const token = admin.tokens.accessToken;
    for (const name of ["sort", "orderBy", "fields", "select", "filter", "projection", "populate", "$where", "a.b"]) {
      for (const value of ["passwordHash", "-passwordHash", "sessions", "1", "$where", '{"passwordHash":1}', "a.b"]) {
        const answer = await rollcall.call("GET", `/users?${name}=${encodeURIComponent(value)}`, { token });
        expect(await refusalOf(answer), `${name}=${value}`).toBe(invalid);
      }
    }
    const page = await (await rollcall.call("GET", "/users", { token })).text();
    expect(page).not.toMatch(/passwordHash|argon2|sessions|credentialVersion|searchKeys/);
  });
});

describe("a refusal of input", () => {
  it("names each field that is wrong and never its value (Q155)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const secret = "hunter2-hunter2-hunter2";
    for (const { route, field } of fieldsOf(routes)) {
      const answer = await send(rollcall, route, { ...route.body, [field]: { [secret]: secret, $ne: secret } });
      const { issues } = await bodyOf<{ issues: { path: string[]; message: string }[] }>(answer.clone());
      expect(new Set(issues.map(({ path }) => path[0]))).toEqual(new Set([field]));
      expect(await answer.text(), `${route.id} ${field}`).not.toContain(secret);
    }
  });

  const issuesOf = async (answer: Response) => {
    expect(await refusalOf(answer.clone())).toBe(invalid);
    const { issues = [] } = await bodyOf<Problem>(answer);
    return issues.map(({ path, code, message }) => [path.join("."), code, message]);
  };

  it("tells all fields at once, in words, an unsafe password and unknown fields among them", async () => {
    const body = { email: "ada@", password: "too short", name: 5, role: "admin", "": null };
    expect(await issuesOf(await startRollcall().call("POST", "/auth/register", { body }))).toEqual([
      ["email", "invalid_format", "Must be an e-mail address such as name@example.com"],
      ["name", "invalid_type", "Must be a text"],
      ["role", "unrecognized_keys", "Unknown field"],
      ["", "unrecognized_keys", "Unknown field"],
      ["password", "too_short", "Must be at least 15 characters"],
    ]);
  });

  it("tells what is wrong inside of fields, and with parameters", async () => {
    const rollcall = startRollcall();
    const { admin, user } = await castOf(rollcall);
    const { accessToken: token } = admin.tokens;
    const edit = (body: object) => rollcall.call("PATCH", `/users/${user.user.id}`, { token, body });
    expect(await issuesOf(await edit({ roles: ["root"], status: "asleep", name: "x".repeat(1_001) }))).toEqual([
      ["name", "too_big", "Must be at most 1000 characters"],
      ["roles.0", "invalid_value", "Must be admin"],
      ["status", "invalid_value", "Must be one of active, disabled"],
    ]);
    expect(await issuesOf(await edit({}))).toEqual([["", "custom", "Must have at least one field to change"]]);
    const list = await rollcall.call("GET", `/users?limit=101&status=x&role=y&page=2&q=${"q".repeat(255)}`, { token });
    const twice = await rollcall.call("GET", "/users?limit=2&limit=3", { token });
    expect(await issuesOf(twice)).toEqual([["limit", "invalid_type", "Must be a text, and only one"]]);
    expect((await issuesOf(list)).sort()).toEqual([
      ["limit", "too_big", "Must be a number from 1 to 100"],
      ["page", "unrecognized_keys", "Unknown field"],
      ["q", "too_big", "Must be at most 254 characters"],
      ["role", "invalid_value", "Must be admin"],
      ["status", "invalid_value", "Must be one of active, disabled"],
    ]);
  });

  it("says Required of a field that is missing or empty", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const anyOneWill = ["updateUser", "verifyEmail", "redeemSignInCode", "changeEmail", "restoreAccount", "verifyMe"];
    for (const route of routes.filter(({ id }) => !anyOneWill.includes(id))) {
      const issues = await issuesOf(await send(rollcall, route, {}));
      expect(new Set(issues.map(([, , message]) => message))).toEqual(new Set(["Required"]));
    }
    const route = routes.find(({ id }) => id === "changeMyPassword") as JsonRoute;
    expect(await issuesOf(await send(rollcall, route, { ...route.body, currentPassword: "" }))).toEqual([
      ["currentPassword", "too_small", "Required"],
    ]);
  });

  it("tells of a new password all that can be told without the account, beside the other fields", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const setting = routes.filter(({ fields }) => "password" in fields || "newPassword" in fields);
    const told: Record<string, unknown> = {};
    for (const route of setting) {
      const field = "newPassword" in route.fields ? "newPassword" : "password";
      const body = { ...route.body, email: "ada.byron@example.org", [field]: "Ada.Byron", stray: 1 };
      const issues = await issuesOf(await send(rollcall, route, body));
      told[route.id] = issues.filter(([path]) => path === field).map(([, code]) => code);
    }
    expect(told).toEqual({
      register: ["too_short", "own_words"],
      login: [],
      resetPassword: ["too_short", "own_words"],
      deleteMe: [],
      verifyMe: [],
      changeMyPassword: ["too_short"],
      requestEmailChange: [],
      createUser: ["too_short", "own_words"],
    });
  });

  it("tells of an over-long password once, with the limit that counts", async () => {
    const body = { email: "ada@", password: "x".repeat(1_025) };
    expect(await issuesOf(await startRollcall().call("POST", "/auth/register", { body }))).toEqual([
      ["email", "invalid_format", "Must be an e-mail address such as name@example.com"],
      ["password", "too_big", "Must be at most 256 characters"],
    ]);
  });

  it("is a weak_password where that is all that is wrong", async () => {
    const body = { email: "ada@example.org", password: "too short" };
    const answer = await startRollcall().call("POST", "/auth/register", { body });
    expect(await refusalOf(answer)).toBe("422 weak_password");
  });

  it("does not grow with the number of unknown fields (Q151)", async () => {
    const rollcall = startRollcall();
    const body = Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`f${index}`, 0]));
    expect(await issuesOf(await rollcall.call("POST", "/auth/login", { body }))).toHaveLength(50);
  });

  it("does not grow with the number of wrong values (Q151)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    for (const route of routes.filter(({ fields }) => "roles" in fields)) {
      const answer = await send(rollcall, route, { ...route.body, roles: Array(7_000).fill(0) });
      expect(await refusalOf(answer.clone())).toBe(invalid);
      expect((await answer.text()).length, route.id).toBeLessThan(64 * 1024);
    }
  });
});
