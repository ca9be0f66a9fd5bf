import { describe, expect, it } from "vitest";
import { createClient } from "../../packages/client/src/index.ts";
import { administrate, refusalOf } from "../support/accounts.ts";
import { password } from "../support/rollcall.ts";
import { anAccount, openInside, openTarget, readMe } from "./target.ts";

/** What databases of the kind take for a question instead of a value. */
const operators = [
  { $ne: null },
  { $gt: "" },
  { $regex: ".*" },
  { $where: "sleep(5000) || true" },
  { $exists: true },
  { $in: ["ada@example.com"] },
  { $expr: { $eq: [1, 1] } },
  ["ada@example.com"],
  true,
  0,
  null,
];

describe("a body", () => {
  it("holds text where text belongs, never an operator (Parse Server CVE-2026-30941 and -32248, Mongoose CVE-2024-53900)", async (test) => {
    const target = openTarget();
    const { token } = await anAccount(test, target);
    for (const operator of operators) {
      const answers = [
        await target.call("POST", "/auth/login", { body: { email: operator, password } }),
        await target.call("POST", "/auth/login", { body: { email: "ada@example.com", password: operator } }),
        await target.call("POST", "/auth/refresh", { body: { refreshToken: operator } }),
        await target.call("POST", "/me/password", {
          token,
          body: { currentPassword: operator, newPassword: "seven lighthouses in a row" },
        }),
      ];
      for (const answer of answers) expect(await refusalOf(answer)).toBe("422 validation_failed");
    }
  });

  it("has no field that reaches an object's prototype (class: type confusion)", async (test) => {
    const target = openTarget();
    const { token, user } = await anAccount(test, target);
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const body = `{"name":"Ada","${name}":{"roles":["admin"],"isAdmin":true}}`;
      expect((await target.call("PATCH", "/me", { token, body })).status).not.toBe(500);
    }
    expect(await (await readMe(target, token)).json()).toMatchObject({ roles: user.roles });
  });

  it("is bounded also where nobody says how long it is (Hono CVE-2025-59139)", async () => {
    const target = openTarget();
    const chunk = new TextEncoder().encode(" ".repeat(4_096));
    let sent = 0;
    const body = new ReadableStream({
      pull: (stream) => (sent++ < 64 ? stream.enqueue(chunk) : stream.close()),
    });
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    // A server may hang up on whoever goes on sending, and then that is all its client sees.
    const status = await target.fetch(`${target.url}/auth/login`, init).then(
      (answer) => answer.status,
      () => "cut",
    );
    expect(["cut", 413]).toContain(status);
  });

  it("is matched by no expression that takes for ever (zod CVE-2023-4316)", async () => {
    const target = openTarget();
    const long = [
      `${"a".repeat(8_000)}@`,
      `a@${"a.".repeat(3_000)}`,
      `${"a.".repeat(4_000)}@example.com`,
      `a@${"-".repeat(8_000)}.com`,
      `${"!".repeat(8_000)}`,
    ];
    for (const email of long) {
      const answer = await target.call("POST", "/auth/login", { body: { email, password } });
      expect(await refusalOf(answer)).toBe("422 validation_failed");
    }
  });
});

describe("a path and a query", () => {
  it("lead nowhere but to what they name (auth-js CVE-2025-48370)", async (test) => {
    const target = openTarget();
    const { token, user } = await anAccount(test, target);
    for (const id of ["..%2fme", "%2e%2e%2fme", `..%5c${user.id}`, "%2e%2e", "..%252fme", `${user.id}%00`, "%0a"]) {
      const answer = await target.call("DELETE", `/users/${id}`, { token });
      expect([id, answer.status >= 400 && answer.status < 500]).toEqual([id, true]);
    }
    expect((await readMe(target, token)).status).toBe(200);
  });

  it("are put together by the client so that an id stays one (auth-js CVE-2025-48370)", async () => {
    const asked: string[] = [];
    const client = createClient("https://auth.example.test", {
      fetch: async (input) => {
        asked.push(new URL(String(input instanceof Request ? input.url : input)).pathname);
        return new Response("{}", { status: 401 });
      },
    });
    for (const id of ["..", ".", "", "../me", "a/../../me", "me?x=", "me#"]) {
      await Promise.resolve()
        .then(() => client.api.users[":id"].$get({ param: { id } }))
        .catch(() => {});
    }
    for (const path of asked) expect(path).toMatch(/^\/(users\/[^/]+|auth\/\w+)$/);
  });

  it("ask the database nothing of their own (Mongoose CVE-2024-53900, class: operators)", async (test) => {
    const inside = openInside(test, "nobody outside is an administrator");
    const { list } = await administrate(inside);
    for (const query of ["q[$where]=sleep(5000)", "status[$ne]=active", "limit[$gt]=1", "filter={$where:1}"]) {
      expect(await refusalOf(await list(query))).toBe("422 validation_failed");
    }
    const found = await list({ q: '{"$where":"sleep(5000)"}' });
    expect(await found.json()).toMatchObject({ items: [] });
  });

  it("carry no cursor but one that was given (Hydra GO-2026-4807)", async (test) => {
    const inside = openInside(test, "nobody outside is an administrator");
    const { list, create, page } = await administrate(inside);
    for (let index = 0; index < 3; index++) await create({ email: `person${index}@example.com` });
    const cursor = (await page({ limit: 1 })).nextCursor as string;
    const forged = [`${cursor}A`, cursor.slice(1), "AAAA", Buffer.from('{"_id":{"$gt":""}}').toString("base64url")];
    for (const each of forged)
      expect(await refusalOf(await list({ limit: 1, cursor: each }))).toBe("422 validation_failed");
  });
});
