import { expect, it } from "vitest";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import type { Collection, Database } from "../database/collection.ts";
import { newId } from "../kernel/ids.ts";
import type { QueuedEvent } from "../outbox/index.ts";
import { type EventDocument, events } from "./event.store.ts";
import { eventRecorder } from "./event-recorder.ts";

const ada = { _id: "user_01h455vb4pex5vsknk084sn02q" };

function setUp(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const { dependencies, clock, storage } = rollcall;
  const collection = dependencies.database.collection(events);
  const entry = (): QueuedEvent => ({
    kind: "event",
    type: "password.changed",
    queuedAt: clock.now(),
    due: clock.now(),
    tries: 0,
    actor: { type: "user", id: ada._id },
    requestId: null,
    ip: null,
    data: {},
  });
  return {
    rollcall,
    collection,
    dependencies,
    roundTrips: storage.roundTrips,
    recorder: () => eventRecorder(dependencies),
    entry,
    newEvent: () => newId("evt", clock.now()),
    read: (after = 0) => collection.find({ sequence: { $gt: after } }, { sort: { sequence: 1 }, limit: 1_000 }),
  };
}

const oneTo = (length: number) => Array.from({ length }, (_, index) => index + 1);

describeOnEachDatabase("the trail of events", (form) => {
  it("numbers events in the order in which they come, in one process after the other (Q168)", async () => {
    const { recorder, entry, newEvent, read } = setUp(form);
    const ids = [newEvent(), newEvent(), newEvent()];
    for (const id of ids) await recorder()(ada, id, entry());
    const kept = await read();
    expect(kept.map(({ _id, sequence }) => [_id, sequence])).toEqual(ids.map((id, index) => [id, index + 1]));
    expect(kept[0]).toMatchObject({ userId: ada._id, type: "password.changed", outcome: "success", data: {} });
  });

  it("looks for the last one once, and again where another process has written meanwhile", async () => {
    const { rollcall, recorder, entry, newEvent, read } = setUp(form);
    const [one, other] = [recorder(), recorder()];
    const costOf = async (record: typeof one) => {
      const before = rollcall.storage.roundTrips();
      await record(ada, newEvent(), entry());
      return rollcall.storage.roundTrips() - before;
    };
    expect([await costOf(one), await costOf(one), await costOf(other)]).toEqual([2, 1, 2]);
    // Refused, no event of its own, read, written.
    expect([await costOf(one), await costOf(one)]).toEqual([4, 1]);
    expect((await read()).map(({ sequence }) => sequence)).toEqual(oneTo(5));
  });

  it("has an event once, however often and by how many at once it is brought", async () => {
    const { recorder, entry, newEvent, read } = setUp(form);
    const id = newEvent();
    await Promise.all(oneTo(10).map(() => recorder()(ada, id, entry())));
    await recorder()(ada, newEvent(), entry());
    await recorder()(ada, id, entry());
    const record = recorder();
    await record(ada, id, entry());
    await record(ada, newEvent(), entry());
    await record(ada, id, entry());
    await record(ada, newEvent(), entry());
    expect((await read()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it("writes what is brought at once down together, however much of it is there already (Q168)", async () => {
    const { recorder, entry, newEvent, read, roundTrips } = setUp(form);
    const record = recorder();
    const ids = oneTo(60).map(newEvent);
    await record(ada, ids[30] as string, entry());
    const before = roundTrips();
    await Promise.all(ids.map((id) => record(ada, id, entry())));
    // The first by itself, and the rest twice, as one is refused: for each the last place and a write, and once what is there.
    expect(roundTrips() - before).toBeLessThanOrEqual(7 + (form.name === "embedded" ? 0 : 1));
    const kept = await read();
    expect(kept.map(({ sequence }) => sequence)).toEqual(oneTo(60));
    expect(kept.map(({ _id }) => _id)).toEqual([ids[30], ...ids.filter((_, index) => index !== 30)]);
  });

  it("keeps no event from being written because of one that cannot be", async () => {
    const { dependencies, collection, entry, newEvent, read } = setUp(form);
    const bad = newEvent();
    const refusing: Collection<EventDocument> = {
      ...collection,
      async bulkWrite(writes) {
        if (JSON.stringify(writes).includes(bad)) throw new Error("Document failed validation");
        return collection.bulkWrite(writes);
      },
    };
    const database = { ...dependencies.database, collection: () => refusing } as unknown as Database;
    const record = eventRecorder({ database });
    const ends = await Promise.allSettled([newEvent(), bad, newEvent()].map((id) => record(ada, id, entry())));
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await read()).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it("leaves no sequence out, and puts nothing behind what was read, however many write at once", async () => {
    const { recorder, entry, newEvent, read } = setUp(form);
    const followed: number[] = [];
    let isWriting = true;
    const follower = (async () => {
      while (isWriting) {
        for (const { sequence } of await read(followed.at(-1))) followed.push(sequence);
      }
    })();
    await Promise.all(
      oneTo(5).map(async () => {
        const record = recorder();
        await Promise.all(oneTo(3).map(() => record(ada, newEvent(), entry())));
        for (let count = 0; count < 3; count++) await record(ada, newEvent(), entry());
      }),
    );
    isWriting = false;
    await follower;
    for (const { sequence } of await read(followed.at(-1))) followed.push(sequence);
    expect(followed).toEqual(oneTo(30));
  });
});
