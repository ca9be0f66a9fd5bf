import type { Settings, Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf } from "../support/accounts.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { beginAs, type Holder, type Kind, makeHolder } from "../support/step-up.ts";

/**
 * Every administrator's account under every policy, in every session, at every kind of route. The sessions have begun, and the tokens were
 * issued, before there was a policy. A session is of one factor or two; `old`: it was proved longer ago than REAUTHENTICATION_MAX_AGE.
 * `+`: it is let in. `1`, `2`: 401 with that acr. `e`: 403 enrollment_required. `t`: 401 invalid_token, as the next token has no role.
 * `x`: 401 invalid_refresh_token, as the account's factor was not shown in it.
 */
const expected = `
  policy    account  session  plain recent acr2 admin write read enrol refresh
  off       none     1          +     +     e     +     +    +     +     +
  off       none     1 old      +     1     e     +     1    +     1     +
  off       none     2          +     +     +     +     +    +     +     +
  off       none     2 old      +     1     e     +     1    +     1     +
  off       app      1          +     +     2     +     +    +     +     +
  off       app      1 old      +     1     2     +     1    +     1     +
  off       app      2          +     +     +     +     +    +     +     +
  off       app      2 old      +     2     2     +     2    +     2     +
  off       passkey  1          +     +     2     +     +    +     +     +
  off       passkey  1 old      +     1     2     +     1    +     1     +
  off       passkey  2          +     +     +     +     +    +     +     +
  off       passkey  2 old      +     2     2     +     2    +     2     +
  optional  none     1          +     +     e     +     +    +     +     +
  optional  none     1 old      +     1     e     +     1    +     1     +
  optional  none     2          +     +     +     +     +    +     +     +
  optional  none     2 old      +     1     e     +     1    +     1     +
  optional  app      1          +     +     2     +     t    +     +     x
  optional  app      1 old      +     2     2     +     2    +     2     x
  optional  app      2          +     +     +     +     +    +     +     +
  optional  app      2 old      +     2     2     +     2    +     2     +
  optional  passkey  1          +     +     2     +     t    +     +     x
  optional  passkey  1 old      +     2     2     +     2    +     2     x
  optional  passkey  2          +     +     +     +     +    +     +     +
  optional  passkey  2 old      +     2     2     +     2    +     2     +
  required  none     1          e     e     e     e     e    +     +     +
  required  none     1 old      e     e     e     e     e    +     1     +
  required  none     2          +     +     +     +     +    +     +     +
  required  none     2 old      +     e     e     +     e    +     1     +
  required  app      1          2     2     2     2     2    +     +     x
  required  app      1 old      2     2     2     2     2    +     2     x
  required  app      2          +     +     +     +     +    +     +     +
  required  app      2 old      +     2     2     +     2    +     2     +
  required  passkey  1          2     2     2     2     2    +     +     x
  required  passkey  1 old      2     2     2     2     2    +     2     x
  required  passkey  2          +     +     +     +     +    +     +     +
  required  passkey  2 old      +     2     2     +     2    +     2     +
  admins    none     1          +     +     e     e     e    +     +     +
  admins    none     1 old      +     1     e     e     e    +     1     +
  admins    none     2          +     +     +     +     +    +     +     +
  admins    none     2 old      +     1     e     +     1    +     1     +
  admins    app      1          +     +     2     2     2    +     +     x
  admins    app      1 old      +     2     2     2     2    +     2     x
  admins    app      2          +     +     +     +     +    +     +     +
  admins    app      2 old      +     2     2     +     2    +     2     +
  admins    passkey  1          +     +     2     2     2    +     +     x
  admins    passkey  1 old      +     2     2     2     2    +     2     x
  admins    passkey  2          +     +     +     +     +    +     +     +
  admins    passkey  2 old      +     2     2     +     2    +     2     +
`;

/** One route for each column, and an input that is refused once the caller has been let in, where it would change something. */
const routes = [
  ["GET", "/me/sessions"],
  ["POST", "/me/password", {}],
  ["DELETE", "/me/factors/fact_01kkb30ab9edmvq4x6wz2y8t7k"],
  ["GET", "/users"],
  ["PATCH", "/users/user_01kjpx722ffrqtvgf0hszzax5h", { name: "Eve" }],
  ["GET", "/me/factors"],
  ["POST", "/me/factors/totp/confirm", {}],
] as const;

const isLetIn = [200, 404, 422];

const otherwise: Record<string, string> = { invalid_token: "t", invalid_refresh_token: "x" };

const rows = expected
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.trim().split(/\s{2,}/))
  .map(([policy = "", account = "", session = "", ...cells]) => ({ policy, account, session, cells }));

const sessionKinds = ["1", "1 old", "2", "2 old"] as const;

/** The tokens of all kinds of sessions. */
async function tokensOf(rollcall: TestRollcall, holder: Holder): Promise<Record<string, Tokens>> {
  const old = { "1 old": await beginAs(rollcall, holder, "1"), "2 old": await beginAs(rollcall, holder, "2") };
  rollcall.clock.advance(601);
  return { ...old, 1: await beginAs(rollcall, holder, "1"), 2: await beginAs(rollcall, holder, "2") };
}

const factorsOf: Record<string, string[]> = {
  none: [],
  app: ["totp", "recovery_code"],
  passkey: ["passkey", "recovery_code"],
};

/** What an answer comes to, in the table's letters. A refusal says all that it has to. */
async function cellOf(response: Response, account: string): Promise<string> {
  if (isLetIn.includes(response.status)) return "+";
  const problem: Problem = await bodyOf(response);
  const challenge = response.headers.get("www-authenticate");
  if (problem.code === "enrollment_required") {
    expect([response.status, challenge]).toEqual([403, 'Bearer error="insufficient_scope"']);
    return "e";
  }
  const code = otherwise[problem.code];
  if (code) return code;
  expect([response.status, problem.code]).toEqual([401, "reauthentication_required"]);
  const { acr = "", maxAge, methods } = problem;
  expect(challenge).toBe(`Bearer error="insufficient_user_authentication", max_age="600", acr_values="${acr}"`);
  expect(maxAge).toBe(600);
  expect(methods).toEqual([...(acr === "1" ? ["password"] : []), ...(factorsOf[account] ?? [])]);
  return acr;
}

const groups = Object.entries(Object.groupBy(rows, ({ policy, account }) => `${policy} ${account}`));

describe("what a session may do, by policy, account, session and route", () => {
  it("is told for each of them", () => {
    expect(rows).toHaveLength(4 * 3 * sessionKinds.length);
    expect(rows.every(({ cells }) => cells.length === routes.length + 1)).toBe(true);
  });

  it.each(groups)("%s (Q41) (Q109)", async (_, group = []) => {
    const { policy, account } = group[0] as (typeof rows)[number];
    const rollcall = startRollcall({ settings: { mfa: policy as Settings["mfa"], accessTokenTtl: 3_600 } });
    const holder = await makeHolder(rollcall, account as Kind, { roles: ["admin"] });
    const tokens = await tokensOf(rollcall, holder);
    for (const { session, cells } of group) {
      const { accessToken: token, refreshToken } = tokens[session] as Tokens;
      const found: string[] = [];
      for (const [method, path, body] of routes)
        found.push(await cellOf(await rollcall.call(method, path, { token, body }), account));
      found.push(await cellOf(await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } }), account));
      expect(found, session).toEqual(cells);
    }
  });
});

describe("who is no administrator", () => {
  it.each(["off", "optional", "admins"] as const)("is told that, however strong the session (%s)", async (mfa) => {
    const rollcall = startRollcall({ settings: { mfa, accessTokenTtl: 3_600 } });
    const holder = await makeHolder(rollcall, "none");
    const tokens = await tokensOf(rollcall, holder);
    for (const session of sessionKinds) {
      const response = await rollcall.call("POST", "/users", {
        token: tokens[session]?.accessToken as string,
        body: {},
      });
      expect((await bodyOf<Problem>(response)).code).toBe("forbidden");
    }
  });
});
