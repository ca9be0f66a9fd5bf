import { expect, it } from "vitest";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { newId } from "../kernel/ids.ts";
import type { QueuedEvent } from "../outbox/index.ts";
import { events } from "./event.store.ts";
import { eventRecorder } from "./event-recorder.ts";

const ada = { _id: "user_01h455vb4pex5vsknk084sn02q" };

function setUp(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const { dependencies, clock } = rollcall;
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
        for (let count = 0; count < 6; count++) await record(ada, newEvent(), entry());
      }),
    );
    isWriting = false;
    await follower;
    for (const { sequence } of await read(followed.at(-1))) followed.push(sequence);
    expect(followed).toEqual(oneTo(30));
  });
});
