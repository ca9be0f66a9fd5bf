import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf } from "../../../../test/support/accounts.ts";
import { castOf, fieldsOf, send } from "../../../../test/support/json-routes.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

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
    expect(page).not.toMatch(/passwordHash|argon2|sessions|credentialVersion|emailKeys|nameKeys/);
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
      expect(issues.map(({ path }) => path[0])).toEqual([field]);
      expect(await answer.text(), `${route.id} ${field}`).not.toContain(secret);
    }
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
