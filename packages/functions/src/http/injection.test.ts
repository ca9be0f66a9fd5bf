import { describe, expect, it } from "vitest";
import { logIn, refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { castOf, fieldsOf, send } from "../../../../test/support/json-routes.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";

const invalid = "422 validation_failed";

describe("operators of the database's language", () => {
  const names = "ne gt gte lt lte eq in nin regex exists where not or and type size all elemMatch expr set unset inc";
  const operators = [
    ...names.split(" ").flatMap((name) => [{ [`$${name}`]: null }, { [`$${name}`]: "" }]),
    { $in: ["ada@example.org"] },
    { $regex: ".*", $options: "s" },
    { $where: "sleep(1000)" },
    { $function: { body: "return true", args: [], lang: "js" } },
  ];

  it("are refused in every field of every route (Q137)", async () => {
    const rollcall = startRollcall();
    const { user, routes } = await castOf(rollcall);
    for (const { route, field } of fieldsOf(routes)) {
      for (const operator of operators) {
        const answer = await send(rollcall, route, { ...route.body, [field]: operator });
        expect(await refusalOf(answer), `${route.id} ${field} ${JSON.stringify(operator)}`).toBe(invalid);
      }
    }
    expect((await logIn(rollcall, user.user.email)).status).toBe(200);
  });

  it("are refused in all fields at once, and as the whole body (Q137)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    for (const route of routes) {
      for (const operator of operators) {
        const everywhere = Object.fromEntries(Object.keys(route.fields).map((field) => [field, operator]));
        for (const body of [everywhere, operator, [operator], { ...route.body, ...operator }]) {
          expect(await refusalOf(await send(rollcall, route, body)), route.id).toBe(invalid);
        }
      }
    }
  });

  it("are refused as parameters of a search (Q138)", async () => {
    const rollcall = startRollcall();
    const { admin } = await castOf(rollcall);
    const token = admin.tokens.accessToken;
    for (const name of ["q", "status", "role", "limit", "cursor"]) {
      for (const parameter of [
        `${name}[$ne]=x`,
        `${name}[]=x`,
        `${name}[0]=x`,
        `${name}.$ne=x`,
        `${name}=1&${name}=1`,
      ]) {
        const answer = await rollcall.call("GET", `/users?${parameter}`, { token });
        expect(await refusalOf(answer), parameter).toBe(invalid);
      }
    }
  });

  it("are refused in a form (Q138)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    for (const { method, path, token, fields } of routes) {
      const body = Object.keys(fields)
        .map((field) => `${field}[$ne]=x`)
        .join("&");
      const answer = await rollcall.call(method, path, { body, headers, ...(token && { token }) });
      expect(await refusalOf(answer)).toBe("415 unsupported_media_type");
    }
  });
});

describe("names that JavaScript gives a meaning", () => {
  const polluting = [
    '{"__proto__":{"polluted":true,"roles":["admin"]}}',
    '{"__proto__":null}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"prototype":{"polluted":true}}',
    '{"__proto__.polluted":true}',
    '{"constructor.prototype.polluted":true}',
    '{"toString":"x","valueOf":"x","hasOwnProperty":"x"}',
  ];

  it("are refused like any other unknown field, at the top and inside (Q139, Q140)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    for (const route of routes) {
      const valid = JSON.stringify(route.body);
      for (const text of polluting) {
        const merged = `${valid.slice(0, -1)},${text.slice(1)}`;
        const inside = Object.keys(route.fields).map((field) => `${valid.slice(0, -1)},"${field}":${text}}`);
        for (const body of [text, merged, ...inside]) {
          expect(await refusalOf(await send(rollcall, route, body)), `${route.id} ${body}`).toBe(invalid);
        }
      }
    }
  });

  it("leave the next account as it should be (Q139)", async () => {
    const rollcall = startRollcall();
    const { admin, routes } = await castOf(rollcall);
    for (const route of routes) for (const text of polluting) await send(rollcall, route, text);
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const token = admin.tokens.accessToken;
      expect((await rollcall.call("GET", `/users?${name}[polluted]=1`, { token })).status).toBe(422);
    }
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    const { user } = await signUp(rollcall, "later@example.org");
    expect(user).toMatchObject({ roles: [], status: "active", emailVerified: false, name: null });
  });
});
