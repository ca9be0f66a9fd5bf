import { systemContext, users } from "@rollcall/core";
import { eventRecorder } from "@rollcall/core/audit";
import { deleteUser } from "@rollcall/core/deletion";
import { relay } from "@rollcall/core/relay";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { events } from "../../packages/core/src/audit/index.ts";
import type { Database } from "../../packages/core/src/database/collection.ts";
import { signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { password, startRollcall } from "../support/rollcall.ts";

/** A view of a database as the role of docs/operations.md gives it: of events it may be read, and there may be more. */
function asRole(database: Database): Database {
  return {
    ...database,
    collection(definition) {
      const collection = database.collection(definition);
      if (definition.name !== events.name) return collection;
      const denied = () => Promise.reject(new Error("not authorized on rollcall to execute this command"));
      return {
        ...collection,
        updateOne: denied,
        findOneAndUpdate: denied,
        deleteOne: denied,
        bulkWrite: (writes) =>
          writes.every((write) => "insertOne" in write) ? collection.bulkWrite(writes) : denied(),
      };
    },
  };
}

describeOnEachDatabase("the audit trail", (form) => {
  it("is written and read by a role that can neither change nor remove an event (Q170)", async () => {
    const rollcall = startRollcall({ form });
    const { storage, dependencies } = rollcall;
    const limited = startRollcall({ shares: { ...storage, database: asRole(storage.database) } });
    const { user, tokens } = await signUp(limited);
    const database = asRole(storage.database);
    const parts = { ...dependencies, database };
    const event = eventRecorder(parts);
    for (let time = 0; time < 3; time++) {
      await signIn(limited, user.email);
      await relay(parts, { event });
    }
    expect((await limited.call("GET", "/me/events", { token: tokens.accessToken })).status).toBe(200);
    await limited.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
    await relay(parts, { event });
    expect(await eventsOf(rollcall, user.id)).toHaveLength(6);
  });

  it("is changed by nothing but what removes old things, which does all else without the right to (Q170)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
    const grace = await signUp(rollcall, "grace@example.com");
    const before = await eventsOf(rollcall);
    rollcall.clock.advance(401 * 86_400);
    const limited = { ...rollcall.dependencies, database: asRole(rollcall.storage.database) };
    await expect(retain(limited)).rejects.toThrow("not authorized");
    expect(await eventsOf(rollcall)).toEqual(before);
    const accounts = rollcall.storage.database.collection(users);
    expect(await accounts.findOne({ _id: grace.user.id })).toMatchObject({ sessions: {}, places: {} });
    await retain(rollcall.dependencies);
    expect(await eventsOf(rollcall)).toHaveLength(1);
  });

  it("stays when an account is deleted, by its owner or somebody else, and tells of that (Q170)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    const grace = await signUp(rollcall, "grace@example.com");
    const before = await eventsOf(rollcall);
    await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
    await deleteUser(systemContext(rollcall.dependencies), grace.user.id);
    const after = await eventsOf(rollcall);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([
      { type: "user.deleted", userId: user.id, actor: { type: "user", id: user.id } },
      { type: "user.deleted", userId: grace.user.id, actor: { type: "system", id: null } },
    ]);
    expect(after.map(({ sequence }) => sequence)).toEqual(after.map((_, index) => index + 1));
  });
});
