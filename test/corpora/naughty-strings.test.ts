import type { User, UserPage } from "@rollcall/core";
import naughty from "big-list-of-naughty-strings" with { type: "json" };
import { describe, expect, it } from "vitest";
import { bodyOf, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { castOf, fieldsOf, send } from "../support/json-routes.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

/** What the list lacks: control characters, halves of characters, direction marks, and length. */
const nastier = [
  ..."\0\u0001\b\t\n\r\u001b\u007f\u0085\u200b\u202e\u2028\ufeff\ufffe\uffff",
  "\ud800",
  "\udc00\ud800",
  "a\0b",
  "a\r\nb",
  "\u0301".repeat(300),
  "👩‍👩‍👧‍👦".repeat(90),
  "(a+)+$",
  "^(?=.*)$",
  "[",
  "\\",
  "a".repeat(5_000),
];
const strings = [...naughty, ...nastier];

/** What no answer may show, whatever was sent: traces of the code, of the machine or of the database. */
const internals = /\n\s+at |\/packages\/|node_modules|node:internal|\$argon2|root:x:|MongoServerError|nedb/i;

type Sent = [where: string, answer: Promise<Response>];

/** Sends what `calls` makes of each string and returns what is wrong with the answers; the log must stay whole. */
async function complaintsAbout(
  rollcall: TestRollcall,
  calls: (text: string, index: number) => Sent[],
): Promise<string[]> {
  const complaints: string[] = [];
  for (const [index, text] of strings.entries()) {
    for (const [where, pending] of calls(text, index)) {
      const answer = await pending;
      const body = await answer.text();
      const isJson = body === "" || /^application\/(problem\+)?json$/.test(answer.headers.get("content-type") ?? "");
      if (answer.status >= 500 || internals.test(body) || !isJson)
        complaints.push(`${where} ${JSON.stringify(text)}: ${answer.status} ${body}`);
    }
  }
  // One of the strings is `null`, which as an origin is a page's that is refused.
  const level = expect.stringMatching(/^(info|warn)$/);
  for (const line of rollcall.logs) expect(JSON.parse(line)).toMatchObject({ level, message: "request" });
  return complaints;
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

describe("strings that break programs", () => {
  it("are harmless in every field of every body (Q152, Q156)", async () => {
    const rollcall = startRollcall();
    const byName = Object.groupBy(fieldsOf((await castOf(rollcall)).routes), ({ field }) => field);
    // Routes with a field of one name check it by one schema, so with each string it is another one's turn.
    const inTurn = (index: number) => Object.values(byName).flatMap((same = []) => same[index % same.length] ?? []);
    const complaints = await complaintsAbout(rollcall, (text, index) =>
      inTurn(index).map(({ route, field }) => [
        `${route.id} ${field}`,
        send(rollcall, route, { ...route.body, [field]: text }),
      ]),
    );
    expect(complaints).toEqual([]);
  });

  it("are harmless as names of fields and as whole bodies (Q152, Q156)", async () => {
    const rollcall = startRollcall();
    const { routes } = await castOf(rollcall);
    const complaints = await complaintsAbout(rollcall, (text, index) => [
      ...routes
        .filter((_, at) => (at + index) % 4 === 0 || /^\w+$/.test(text))
        .map((route): Sent => [route.id, send(rollcall, route, { ...route.body, [text]: text })]),
      ["JSON", rollcall.call("POST", "/auth/login", { body: JSON.stringify(text) })],
      ["text", rollcall.call("POST", "/auth/login", { body: text })],
    ]);
    expect(complaints).toEqual([]);
    const accepted = rollcall.logs.map((line) => JSON.parse(line)).filter(({ status }) => status < 300);
    expect(accepted.map(({ route }) => route)).toEqual(["/auth/login", "/auth/register"]);
  });

  it("are harmless in every place of a path (Q152, Q156)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    const id = `user_${"0".repeat(26)}`;
    const places = ["/*", "/auth/*", "/me/sessions/*", "/users/*", "/users/*/sessions", `/users/${id}/sessions/*`];
    const complaints = await complaintsAbout(rollcall, (text) =>
      [...places, "/problems/*"].flatMap((place) =>
        ["GET", "DELETE"].map((method): Sent => {
          const path = place.replace("*", () => encoded(text));
          return [place, rollcall.call(method, path, { token })];
        }),
      ),
    );
    expect(complaints).toEqual([]);
  });

  it("are harmless as parameters and as their names (Q152, Q156)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    const complaints = await complaintsAbout(rollcall, (text) =>
      ["limit=", "cursor=", "q=", "status=", "role=", ""].map((name): Sent => {
        return [name, rollcall.call("GET", `/users?${name}${encoded(text)}`, { token })];
      }),
    );
    expect(complaints).toEqual([]);
  });

  it("are harmless in headers (Q152, Q156)", async () => {
    const rollcall = startRollcall();
    const names = ["authorization", "user-agent", "origin", "cookie", "accept-language", "x-forwarded-for", "host"];
    const complaints = await complaintsAbout(rollcall, (text) => {
      const value = Buffer.from(text.slice(0, 2_000))
        .toString("latin1")
        .replace(/[\0\r\n]/g, "");
      const everywhere = Object.fromEntries(names.map((name) => [name, value]));
      return [
        ["header", rollcall.call("GET", "/me", { headers: everywhere })],
        ["token", rollcall.call("GET", "/me", { headers: { ...everywhere, authorization: `Bearer ${value}` } })],
        ["type", rollcall.call("POST", "/auth/login", { body: "{}", headers: { "content-type": value } })],
      ];
    });
    expect(complaints).toEqual([]);
  });

  it("are harmless as bytes that are no text (Q147, Q156)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    for (const bytes of ["%ff", "%c0%af", "%ed%a0%80", "%f4%bf%bf%bf", "%e2%82", "%", "%u0041", "%00", "%0d%0a"]) {
      const refused = /%0/.test(bytes) ? 400 : 404;
      for (const path of [`/${bytes}`, `/users/${bytes}`, `/me/sessions/${bytes}`, `/users/x/sessions/${bytes}`]) {
        expect((await rollcall.call("DELETE", path, { token })).status, path).toBe(refused);
      }
      for (const name of ["q", "cursor", "limit", bytes]) {
        const { status } = await rollcall.call("GET", `/users?${name}=${bytes}`, { token });
        expect(status, `${name}=${bytes}`).toBeOneOf([200, 422]);
      }
    }
  });
});

describeOnEachDatabase("names that break programs", (form) => {
  const names = strings.filter((text) => text.isWellFormed() && text.length <= 1_000);

  it("come back as they were given but for blanks around them, and are found by how they begin (Q28)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    const { token } = await signInAsAdministrator(rollcall);
    for (const name of names) {
      const changed = await rollcall.call("PATCH", "/me", { token: tokens.accessToken, body: { name } });
      const kept = name.trim() || null;
      expect((await bodyOf<User>(changed)).name).toBe(kept);
      expect((await bodyOf<User>(await rollcall.call("GET", "/me", { token: tokens.accessToken }))).name).toBe(kept);
      if (!kept) continue;
      const start = [...kept].slice(0, 20).join("");
      const found = await rollcall.call("GET", `/users?q=${encodeURIComponent(start)}`, { token });
      expect(
        (await bodyOf<UserPage>(found)).items.map(({ id }) => id),
        JSON.stringify(start),
      ).toContain(user.id);
    }
  });
});
