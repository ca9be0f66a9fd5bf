import { users } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase, type TestDatabase } from "../support/databases.ts";
import { newMongodbUri, openObserved } from "../support/mongodb.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

/** 20 services that find one empty database. On MongoDB each has a connection of its own. */
async function startTwenty(form: DatabaseForm): Promise<TestRollcall[]> {
  const twenty = Array.from({ length: 20 });
  if (form.name === "mongodb") {
    const { uri } = await newMongodbUri();
    return twenty.map(() => startRollcall({ shares: openObserved(uri, { maxPoolSize: 1 }).storage }));
  }
  const first = startRollcall({ form });
  return [first, ...twenty.slice(1).map(() => startRollcall({ shares: first.storage as TestDatabase }))];
}

describeOnEachDatabase("20 services that start on one empty database and get traffic at once", (form) => {
  it("make one account of one address (Q178)", async () => {
    const services = await startTwenty(form);
    const body = { email: "ada@example.com", password };
    const responses = await Promise.all(services.map((service) => service.call("POST", "/auth/register", { body })));
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(19).fill(409)]);
  });

  it("agree on one signing key, and each verifies what the others have signed", async () => {
    const services = await startTwenty(form);
    const signedIn = await Promise.all(services.map((service, index) => signUp(service, `ada${index}@example.com`)));
    const keySets = await Promise.all(services.map((service) => service.call("GET", "/.well-known/jwks.json")));
    const keyIds = await Promise.all(
      keySets.map(async (response) => (await bodyOf<{ keys: { kid: string }[] }>(response)).keys.map(({ kid }) => kid)),
    );
    expect(new Set(keyIds.flat()).size).toBe(1);
    for (const [index, { user, tokens }] of signedIn.entries()) {
      const next = services[(index + 1) % 20] as TestRollcall;
      const me = await next.call("GET", "/me", { token: tokens.accessToken });
      expect(await me.json()).toMatchObject({ id: user.id });
    }
  });
});

describeOnEachDatabase("a session that has expired and is still stored", (form) => {
  it("is refused by the code, not only by whatever cleans up (Q178)", async () => {
    const rollcall = startRollcall({ form, settings: { sessionIdleTtl: 300 } });
    const { user, tokens } = await signUp(rollcall);
    rollcall.clock.advance(300);
    const stored = await rollcall.storage.database.collection(users).findOne({ _id: user.id });
    expect(Object.keys(stored?.sessions ?? {})).toHaveLength(1);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    expect(await refusalOf(me)).toBe("401 invalid_token");
  });

  it("is cleared away by the next sign-in", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall);
    rollcall.clock.advance(31 * 86_400);
    await signIn(rollcall, user.email);
    const stored = await rollcall.storage.database.collection(users).findOne({ _id: user.id });
    expect(Object.keys(stored?.sessions ?? {})).toHaveLength(1);
  });
});
