import type { Database } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const browser = "Some Browser/1.0";

/** A view of a database that notes what is read of accounts. */
function noting(database: Database, reads: string[]): Database {
  return {
    ...database,
    collection(definition) {
      const collection = database.collection(definition);
      const note = <T>(result: T): T => {
        if (definition.name === "users") reads.push(JSON.stringify(result));
        return result;
      };
      return {
        ...collection,
        findOne: async (...args) => note(await collection.findOne(...args)),
        findOneAndUpdate: async (...args) => note(await collection.findOneAndUpdate(...args)),
      };
    },
  };
}

const headers = { "user-agent": browser };
const signInFrom = (rollcall: TestRollcall) =>
  rollcall.call("POST", "/auth/login", { body: { email, password }, headers });

describeOnEachDatabase("what is read of an account with 60 sessions", (form) => {
  async function setUp() {
    const { storage } = startRollcall({ form });
    const reads: string[] = [];
    const shares = { ...storage, database: noting(storage.database, reads) };
    const rollcall = startRollcall({ shares });
    const { tokens } = await signUp(rollcall, email);
    for (let count = 1; count < 60; count++) await signInFrom(rollcall);
    reads.length = 0;
    return { rollcall, tokens, reads };
  }

  it("to refresh one of them is that one", async () => {
    const { rollcall, tokens, reads } = await setUp();
    const { refreshToken } = tokens;
    expect((await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } })).status).toBe(200);
    expect(reads).toHaveLength(1);
    expect(reads[0]?.match(/sess_/g)).toHaveLength(2);
    expect(reads[0]).not.toContain(browser);
  });

  it("to show it is none of them", async () => {
    const { rollcall, tokens, reads } = await setUp();
    const answer = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    expect(await bodyOf(answer)).toMatchObject({ email });
    expect([reads.length, reads[0]?.includes("sess_")]).toEqual([1, false]);
  });

  it("to sign in is once whether they are live, and of none where it was begun", async () => {
    const { rollcall, reads } = await setUp();
    expect((await signInFrom(rollcall)).status).toBe(200);
    expect(reads.map((read) => read.match(/"step"/g)?.length ?? 0)).toEqual([60, 0]);
    expect(reads.join()).not.toContain(browser);
  });
});
