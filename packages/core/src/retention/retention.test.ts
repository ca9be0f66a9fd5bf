import { expect, it } from "vitest";
import { dieAfter } from "../../../../test/interleavings/schedule.ts";
import { logIn, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { dumpOf } from "../../../../test/support/dump.ts";
import { eventsOf } from "../../../../test/support/events.ts";
import { signInWithApp, signUpProtected } from "../../../../test/support/factors.ts";
import { mailsOf } from "../../../../test/support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { events } from "../audit/index.ts";
import type { Database } from "../database/collection.ts";
import { throttles } from "../guessing/index.ts";
import { type UserDocument, users } from "../user/index.ts";
import { retain } from "./index.ts";

const day = 86_400;
const email = "ada@example.com";

const stored = async ({ storage }: TestRollcall, id: string) =>
  (await storage.database.collection(users).findOne({ _id: id })) as UserDocument;

/** An account that is deleted, all that it has caused told, and the time over in which its trace stays. */
async function leaveTrace(rollcall: TestRollcall, address = email): Promise<string> {
  const { user, tokens } = await signUp(rollcall, address);
  await logIn(rollcall, address, "not the right password");
  await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
  await mailsOf(rollcall);
  rollcall.clock.advance(3 * day);
  return user.id;
}

describeOnEachDatabase("what an account keeps", (form) => {
  it("loses links that have expired, within a week, and none that are good (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, email);
    await retain(rollcall.dependencies);
    expect(Object.keys((await stored(rollcall, user.id)).oneTime ?? {})).toEqual(["verify"]);
    rollcall.clock.advance(7 * day);
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    expect(await retain(rollcall.dependencies)).toMatchObject({ oldThings: 1, isComplete: true });
    expect(Object.keys((await stored(rollcall, user.id)).oneTime ?? {})).toEqual(["reset"]);
  });

  it("loses places that its owner was not seen at for a year, and keeps the others (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, email);
    const elsewhere = { body: { email, password }, ip: "198.51.100.7" };
    rollcall.clock.advance(300 * day);
    await rollcall.call("POST", "/auth/login", elsewhere);
    await retain(rollcall.dependencies);
    expect(Object.keys((await stored(rollcall, user.id)).places ?? {})).toHaveLength(2);
    rollcall.clock.advance(66 * day);
    await retain(rollcall.dependencies);
    expect(Object.keys((await stored(rollcall, user.id)).places ?? {})).toHaveLength(1);
    rollcall.clock.advance(300 * day);
    await retain(rollcall.dependencies);
    expect((await stored(rollcall, user.id)).places).toEqual({});
    await signIn(rollcall, email);
  });

  it("loses challenges that were met and can be met no more, and keeps those that could be (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUpProtected(rollcall, email);
    await signInWithApp(rollcall, account);
    const met = async () => Object.keys((await stored(rollcall, account.user.id)).metChallenges ?? {}).length;
    await retain(rollcall.dependencies);
    // That of the app's setup, and that of the sign-in.
    expect(await met()).toBe(2);
    rollcall.clock.advance(8 * day);
    await signInWithApp(rollcall, account);
    expect(await met()).toBe(1);
    await retain(rollcall.dependencies);
    expect(await met()).toBe(1);
    rollcall.clock.advance(8 * day);
    await retain(rollcall.dependencies);
    expect(await met()).toBe(0);
  });

  it("is looked at once a week, not more often, however many accounts there are (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, email);
    await retain(rollcall.dependencies);
    const { sweepDue } = await stored(rollcall, user.id);
    rollcall.clock.advance(6 * day);
    await retain(rollcall.dependencies);
    expect((await stored(rollcall, user.id)).sweepDue).toEqual(sweepDue);
  });
});

describeOnEachDatabase("the audit trail", (form) => {
  it("goes back as far as is to be kept, and its numbers go on (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, email);
    await eventsOf(rollcall);
    rollcall.clock.advance(399 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ events: 0 });
    rollcall.clock.advance(2 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ events: 1, isComplete: true });
    expect((await eventsOf(rollcall)).map(({ sequence }) => sequence)).toEqual([2]);
    await logIn(rollcall, email, "not the right password");
    expect((await eventsOf(rollcall, user.id)).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(await retain(rollcall.dependencies)).toMatchObject({ events: 1 });
  });

  it("of hundreds of old events keeps none but the last, in batches (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const collection = rollcall.storage.database.collection(events);
    const event = { type: "user.changed", outcome: "success", actor: { type: "system", id: null } } as const;
    const rest = { userId: "user_1", requestId: null, ip: null, data: {}, at: rollcall.clock.now() };
    const numbers = Array.from({ length: 320 }, (_, index) => index + 1);
    await collection.bulkWrite(
      numbers.map((sequence) => ({ insertOne: { document: { ...event, ...rest, _id: `evt_${sequence}`, sequence } } })),
    );
    rollcall.clock.advance(401 * day);
    let turns = 0;
    const interrupted = await retain(rollcall.dependencies, () => turns++ < 10);
    expect(interrupted).toMatchObject({ events: 100, isComplete: false });
    expect(await retain(rollcall.dependencies)).toMatchObject({ events: 219, isComplete: true });
  });
});

describeOnEachDatabase("a run that removes what is over", (form) => {
  it("may die between any two steps: the next one finishes (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const { database } = rollcall.storage;
    let hasLived = false;
    for (let operations = 0; !hasLived; operations++) {
      const id = await leaveTrace(rollcall, `ada${operations}@example.com`);
      const dying = (view: Database) => retain({ ...rollcall.dependencies, database: view });
      hasLived = !(await dieAfter(operations, database, dying));
      await retain(rollcall.dependencies);
      expect(await stored(rollcall, id)).toBeNull();
      expect((await eventsOf(rollcall, id)).filter(({ ip }) => ip !== null)).toEqual([]);
    }
  });

  it("that is cut short has done some of each kind, however much there is of one (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const expiresAt = new Date(rollcall.clock.now().getTime() + day * 1_000);
    const counts = Array.from({ length: 350 }, (_, index) => ({ _id: `network ${index}`, total: 1, expiresAt }));
    const collection = rollcall.storage.database.collection(throttles);
    await collection.bulkWrite(counts.map((document) => ({ insertOne: { document } })));
    await signUp(rollcall, email);
    await eventsOf(rollcall);
    rollcall.clock.advance(401 * day);
    let turns = 0;
    const report = await retain(rollcall.dependencies, () => turns++ < 21);
    expect(report).toMatchObject({ sessions: 1, events: 1, isComplete: false });
    expect(report.throttles).toBeLessThan(350);
    expect(await retain(rollcall.dependencies)).toMatchObject({ isComplete: true });
  });

  it("may be one of many at once (Q171)", async () => {
    const rollcall = startRollcall({ form });
    const id = await leaveTrace(rollcall);
    const reports = await Promise.all(Array.from({ length: 5 }, () => retain(rollcall.dependencies)));
    expect(reports.reduce((sum, { tombstones }) => sum + tombstones, 0)).toBe(1);
    expect(await stored(rollcall, id)).toBeNull();
  });

  it("removes the counts by which guessing is held back, which hold addresses (Q171)", async () => {
    const rollcall = startRollcall({ form });
    await logIn(rollcall, "nobody@example.com");
    expect(await dumpOf(rollcall)).toContain("203.0.113");
    rollcall.clock.advance(3 * day);
    expect((await retain(rollcall.dependencies)).throttles).toBeGreaterThan(0);
    expect(await dumpOf(rollcall)).not.toContain("203.0.113");
  });
});

describeOnEachDatabase("a mail that was queued before the clock was set back", (form) => {
  it("is due again at the next run, and is sent once", async () => {
    const rollcall = startRollcall({ form });
    rollcall.clock.advance(5 * 3_600);
    await signUp(rollcall, email);
    rollcall.clock.advance(-5 * 3_600);
    expect(await mailsOf(rollcall)).toEqual([]);
    expect(await retain(rollcall.dependencies)).toMatchObject({ misdated: 3, isComplete: true });
    expect(await mailsOf(rollcall)).toMatchObject([{ to: email }]);
    expect(await retain(rollcall.dependencies)).toMatchObject({ misdated: 0 });
  });
});
