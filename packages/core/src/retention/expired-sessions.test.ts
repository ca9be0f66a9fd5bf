import { expect, it } from "vitest";
import { signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { type UserDocument, users } from "../user/index.ts";
import { removeExpiredSessions } from "./expired-sessions.ts";
import { inTurns } from "./in-turns.ts";

const day = 86_400;

const remove = (parts: Pick<TestRollcall["dependencies"], "database" | "clock">, mayGoOn = () => true) =>
  inTurns({ count: removeExpiredSessions(parts) }, mayGoOn);

describeOnEachDatabase("the removal of expired sessions", (form) => {
  const stored = async ({ dependencies }: TestRollcall, userId: string) =>
    (await dependencies.database.collection(users).findOne({ _id: userId })) as UserDocument;

  it("takes the sessions that have reached their end from accounts that nobody signs in to, and keeps the others", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall);
    rollcall.clock.advance(10 * day);
    await signIn(rollcall, user.email);
    expect(await remove(rollcall.dependencies)).toEqual({ count: 0, isComplete: true });
    rollcall.clock.advance(20 * day);
    expect(await remove(rollcall.dependencies)).toEqual({ count: 1, isComplete: true });
    expect(Object.keys((await stored(rollcall, user.id)).sessions)).toHaveLength(1);
    rollcall.clock.advance(20 * day);
    expect(await remove(rollcall.dependencies)).toEqual({ count: 1, isComplete: true });
    expect(await stored(rollcall, user.id)).toMatchObject({ sessions: {}, earliestSessionEnd: null });
    expect(await remove(rollcall.dependencies)).toEqual({ count: 0, isComplete: true });
  });

  it("reads nothing of accounts that have nothing to remove", async () => {
    const rollcall = startRollcall({ form });
    for (let index = 0; index < 3; index++) await signUp(rollcall, `user${index}@example.com`);
    const before = rollcall.storage.roundTrips();
    await remove(rollcall.dependencies);
    expect(rollcall.storage.roundTrips() - before).toBe(1);
  });

  it("counts each session once when many runs begin at once, and works through more than a batch", async () => {
    const rollcall = startRollcall({ form });
    await Promise.all(Array.from({ length: 120 }, (_, index) => signUp(rollcall, `user${index}@example.com`)));
    rollcall.clock.advance(30 * day);
    const runs = await Promise.all(Array.from({ length: 5 }, () => remove(rollcall.dependencies)));
    const left = await remove(rollcall.dependencies);
    expect([...runs, left].reduce((sum, { count }) => sum + count, 0)).toBe(120);
    expect(left.isComplete).toBe(true);
  });

  it("stops between two batches when it is told to, and says that it is not done", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall);
    rollcall.clock.advance(30 * day);
    expect(await remove(rollcall.dependencies, () => false)).toEqual({ count: 0, isComplete: false });
  });

  it("loses against a sign-in that began a session since it read the account", async () => {
    for (let round = 0; round < 10; round++) {
      const rollcall = startRollcall({ form });
      const { user } = await signUp(rollcall);
      rollcall.clock.advance(30 * day);
      await Promise.all([signIn(rollcall, user.email), remove(rollcall.dependencies)]);
      const { sessions, earliestSessionEnd } = await stored(rollcall, user.id);
      expect(Object.values(sessions).map(({ endsAt }) => endsAt)).toEqual([earliestSessionEnd]);
      rollcall.clock.advance(30 * day);
      expect((await remove(rollcall.dependencies)).count).toBe(1);
    }
  });

  it("loses against a sign-in by a clock that is behind, to which nothing had expired yet", async () => {
    const rollcall = startRollcall({ form });
    const { database, clock } = rollcall.dependencies;
    const { user } = await signUp(rollcall);
    rollcall.clock.advance(30 * day);
    const collection = database.collection(users);
    const [entry] = Object.values((await stored(rollcall, user.id)).sessions);
    const begun = { ...entry, endsAt: new Date(clock.now().getTime() + day * 1_000) };
    const overtaken: typeof database = {
      ...database,
      collection: (definition) => ({
        ...database.collection(definition),
        async find(filter, options) {
          const found = await database.collection(definition).find(filter, options);
          await collection.updateOne({ _id: user.id }, { $set: { "sessions.begun": begun, lastLoginAt: clock.now() } });
          return found;
        },
      }),
    };
    expect((await remove({ database: overtaken, clock })).count).toBe(0);
    expect((await remove({ database, clock })).count).toBe(1);
    expect(await stored(rollcall, user.id)).toMatchObject({ sessions: { begun }, earliestSessionEnd: begun.endsAt });
  });
});
