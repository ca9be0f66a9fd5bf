import { describe, expect, it } from "vitest";
import { dieAfter } from "../../../../test/interleavings/schedule.ts";
import { signUp } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { eventsOf } from "../../../../test/support/events.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { eventRecorder } from "../audit/event-recorder.ts";
import { systemContext } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type Carriers, maxOutbox, type NewMail, outboxOf, queue, Refused } from "../outbox/index.ts";
import { newUserDocument, users } from "../user/index.ts";
import { deadLetters, relay, retryDeadLetters } from "./index.ts";

const mail: NewMail = { template: "sign-in-code", to: "ada@example.com", data: { name: null } };

/** An account with an empty outbox, and what carriers were given. */
async function setUp(form?: DatabaseForm) {
  const rollcall = startRollcall(form ? { form } : {});
  const { user } = await signUp(rollcall);
  const { dependencies } = rollcall;
  const ctx = systemContext(dependencies);
  const accounts = dependencies.database.collection(users);
  const carried: string[] = [];
  const carriers: Carriers = {
    event: async (_account, id) => void carried.push(id),
    mail: async (_account, id) => void carried.push(id),
  };
  await relay(dependencies, carriers);
  carried.length = 0;
  return {
    rollcall,
    carried,
    carriers,
    run: (other: Partial<Carriers> = {}) => relay(dependencies, { ...carriers, ...other }),
    put: (...entries: NewMail[]) => accounts.updateOne({ _id: user.id }, queue(ctx, null, ...entries)),
    read: async () => (await accounts.findOne({ _id: user.id }))?.outbox ?? {},
    due: async () => (await accounts.findOne({ _id: user.id }))?.outboxDue,
  };
}

const away = async () => {
  throw new Error("The server is away");
};

describeOnEachDatabase("the relay", (form) => {
  it("carries what was queued out once, in its order, and leaves nothing", async () => {
    const { put, run, carried, read, due } = await setUp(form);
    await put(mail, mail);
    await put(mail);
    expect(await run()).toEqual({ delivered: 3, failed: 0, dead: 0, isComplete: true });
    expect(carried).toEqual([...carried].sort());
    expect(await run()).toMatchObject({ delivered: 0, isComplete: true });
    expect([await read(), await due()]).toEqual([{}, null]);
  });

  it("carries out once what ten of them find at the same moment", async () => {
    const { put, run, carried, read } = await setUp(form);
    await put(mail, mail, mail);
    await Promise.all(Array.from({ length: 10 }, () => run()));
    expect(carried).toHaveLength(3);
    expect(await read()).toEqual({});
  });

  it("loses nothing that is queued while it delivers", async () => {
    const { put, run, carried, read } = await setUp(form);
    await put(mail);
    await run({
      async mail(_account, id) {
        carried.push(id);
        await put(mail);
      },
    });
    expect(Object.keys(await read())).toHaveLength(1);
    await run();
    expect([carried.length, await read()]).toEqual([2, {}]);
  });

  it("is followed by another one when it dies, which waits for its lease to end and gives the same ids", async () => {
    const { rollcall, put, run, carried, read } = await setUp(form);
    await put(mail);
    const [id] = Object.keys(await read());
    // It has delivered, and says so to nobody any more.
    const dies = run({ mail: (_account, given) => new Promise(() => carried.push(given)) });
    void dies;
    await expect.poll(() => carried).toEqual([id]);
    expect(await run()).toMatchObject({ delivered: 0 });
    rollcall.clock.advance(61);
    expect(await run()).toMatchObject({ delivered: 1 });
    expect([carried, await read()]).toEqual([[id, id], {}]);
  });

  it("leaves no trace of an entry that was dropped while it failed", async () => {
    const { rollcall, put, run, read, due } = await setUp(form);
    const accounts = rollcall.dependencies.database.collection(users);
    await put(mail, mail);
    await run({
      async mail(account, id) {
        // As the account's deletion does.
        const queued = { $set: { outboxDue: rollcall.clock.now() } };
        await accounts.updateOne({ _id: account._id }, { ...queued, $unset: { [`outbox.${id}`]: true } });
        throw new Error("The server is away");
      },
    });
    expect(await read()).toEqual({});
    expect(await run()).toMatchObject({ delivered: 0, failed: 0, isComplete: true });
    expect(await due()).toBeNull();
  });

  it("writes to no entry that another one has delivered since its lease ended", async () => {
    const { rollcall, put, run, read } = await setUp(form);
    await put(mail);
    await run({
      async mail() {
        rollcall.clock.advance(61);
        await run();
        throw new Error("The server is away");
      },
    });
    expect(await read()).toEqual({});
  });

  it("delivers each once, however slow the server and however many relays look each minute", async () => {
    const { rollcall, put, run, carried, read } = await setUp(form);
    await put(...Array<NewMail>(10).fill(mail));
    const others: Promise<unknown>[] = [];
    const slow: Carriers["mail"] = async (_account, id) => {
      carried.push(id);
      rollcall.clock.advance(14);
      others.push(run({ mail: async (_other, otherId) => void carried.push(otherId) }));
      await others.at(-1);
    };
    await run({ mail: slow });
    await Promise.all(others);
    expect([carried.length, new Set(carried).size, await read()]).toEqual([10, 10, {}]);
  });

  it("puts back what it has no time for", async () => {
    const { put, run, carried, rollcall, carriers, due } = await setUp(form);
    await put(mail, mail, mail);
    const report = await relay(rollcall.dependencies, carriers, () => carried.length < 2);
    expect(report).toMatchObject({ delivered: 2, isComplete: false });
    expect(await due()).not.toBeNull();
    expect(await run()).toMatchObject({ delivered: 1, isComplete: true });
    expect(new Set(carried).size).toBe(3);
  });

  it("tries again after 1, 5 and 15 minutes and then each hour, and gives up after two days and a half", async () => {
    const { rollcall, put, run, read } = await setUp(form);
    await put(mail);
    const tries: number[] = [];
    const step = (minute: number) => (minute < 30 ? 1 : 15);
    for (let minute = 0; minute < 4 * 24 * 60; minute += step(minute)) {
      const { failed, dead } = await run({ mail: away });
      if (failed + dead > 0) tries.push(minute);
      rollcall.clock.advance(60 * step(minute));
    }
    expect(tries.slice(0, 6)).toEqual([0, 1, 6, 21, 90, 150]);
    expect(tries).toHaveLength(64);
    expect(Object.values(await read())).toEqual([expect.objectContaining({ dead: true, tries: 64 })]);
  });

  it("gives up at once what is refused, and goes on with the rest", async () => {
    const { put, run, carried, read, due } = await setUp(form);
    await put({ ...mail, to: "nobody@example.com" }, mail);
    const refuse: Carriers["mail"] = async (_account, id, { to }) => {
      if (to === "nobody@example.com") throw new Refused("No such mailbox");
      carried.push(id);
    };
    expect(await run({ mail: refuse })).toMatchObject({ delivered: 1, dead: 1 });
    expect(Object.values(await read())).toEqual([expect.objectContaining({ dead: true, to: "nobody@example.com" })]);
    expect(await due()).toBeNull();
  });

  it("has what it gave up shown to an operator, who may have it tried again", async () => {
    const { rollcall, put, run, carried, read } = await setUp(form);
    const ctx = systemContext(rollcall.dependencies);
    await put(mail);
    const refuse: Carriers["mail"] = async () => {
      throw new Refused("No such mailbox");
    };
    await run({ mail: refuse });
    const [letter, ...others] = await deadLetters(ctx);
    expect([letter, others]).toEqual([expect.objectContaining({ what: mail.template, tries: 1 }), []]);
    expect(await retryDeadLetters(ctx, "mail_00000000000000000000000000")).toBe(0);
    expect(await retryDeadLetters(ctx, letter?.id)).toBe(1);
    expect(await deadLetters(ctx)).toEqual([]);
    expect(await run()).toMatchObject({ delivered: 1 });
    expect([carried, await read()]).toEqual([[letter?.id], {}]);
  });
});

describeOnEachDatabase("relays that have many accounts to serve", (form) => {
  /** As many accounts, each with an event and, where it is said, a mail. */
  async function fill(count: number, withMail = false) {
    const rollcall = startRollcall({ form });
    const { database, clock } = rollcall.dependencies;
    const ctx = systemContext(rollcall.dependencies);
    const accounts = Array.from({ length: count }, (_, index) => ({
      ...newUserDocument(ctx, { email: `user${index}@example.com`, name: null, roles: [], passwordHash: null }),
      ...outboxOf(ctx, { type: "password.changed" }, ...(withMail ? [mail] : [])),
    }));
    await database.collection(users).bulkWrite(accounts.map((document) => ({ insertOne: { document } })));
    return { rollcall, parts: { database, clock } };
  }

  /** Holds what comes until so much is under way at once. */
  function meter(wanted: number) {
    const reached = Promise.withResolvers<void>();
    let [now, most] = [0, 0];
    const use = async () => {
      most = Math.max(most, ++now);
      if (now === wanted) setImmediate(reached.resolve);
      await reached.promise;
      now--;
    };
    return { use, most: () => most };
  }

  it("are at work on several at once, with mails on two (Q168)", async () => {
    const { parts } = await fill(40);
    const events = meter(16);
    expect(await relay(parts, { event: events.use })).toMatchObject({ delivered: 40, isComplete: true });
    const { parts: others } = await fill(10, true);
    const mails = meter(2);
    expect(await relay(others, { event: async () => {}, mail: mails.use })).toMatchObject({ delivered: 20 });
    expect([events.most(), mails.most()]).toEqual([16, 2]);
  });

  it("share them, however many relays there are, and carry each entry out once (Q168)", async () => {
    const { parts } = await fill(250);
    const carried: string[] = [];
    const event: Carriers["event"] = async (_account, id) => void carried.push(id);
    const reports = await Promise.all(Array.from({ length: 4 }, () => relay(parts, { event })));
    expect(await relay(parts, { event })).toMatchObject({ delivered: 0, isComplete: true });
    expect([carried.length, new Set(carried).size]).toEqual([250, 250]);
    expect(reports.filter(({ delivered }) => delivered > 0).length).toBeGreaterThan(1);
  });

  it("write the trail without a gap, whatever dies (Q168)", async () => {
    const { rollcall, parts } = await fill(40);
    const { database, clock } = parts;
    for (const operations of [3, 7, 12, 20, 33]) {
      const dies = (dying: typeof database) =>
        relay({ database: dying, clock }, { event: eventRecorder({ database: dying }) });
      expect(await dieAfter(operations, database, dies)).toBe(true);
      rollcall.clock.advance(61);
    }
    const trail = await eventsOf(rollcall);
    expect(trail.map(({ sequence }) => sequence)).toEqual(trail.map((_, index) => index + 1));
    expect(new Set(trail.map(({ userId }) => userId)).size).toBe(40);
    expect(trail).toHaveLength(40);
  });

  it("end what they have begun when the database goes away, and begin nothing more", async () => {
    const { parts } = await fill(40);
    const { database } = parts;
    let calls = 0;
    let underWay = 0;
    const away: typeof database = {
      ...database,
      collection(definition) {
        const collection = database.collection(definition);
        return {
          ...collection,
          async findOneAndUpdate(...args) {
            if (++calls === 5) throw new RollcallError("unavailable");
            return collection.findOneAndUpdate(...args);
          },
        };
      },
    };
    const event = async () => {
      underWay++;
      await new Promise(setImmediate);
      underWay--;
    };
    await expect(relay({ ...parts, database: away }, { event })).rejects.toThrow(RollcallError);
    expect([underWay, calls]).toEqual([0, 16]);
  });
});

describe("an outbox", () => {
  it("holds so much and no more", async () => {
    const { read, put, rollcall } = await setUp();
    const ctx = systemContext(rollcall.dependencies);
    for (let count = 0; count < maxOutbox; count += 10) await put(...Array<NewMail>(10).fill(mail));
    const outbox = await read();
    expect(Object.keys(outbox)).toHaveLength(maxOutbox);
    expect(() => queue(ctx, { outbox }, mail)).toThrow(expect.objectContaining({ code: "limit_reached" }));
  });
});
