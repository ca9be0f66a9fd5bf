import { describe, expect, it } from "vitest";
import { explore } from "../../../../test/interleavings/exploration.ts";
import { type Choose, dieAfter, runSchedule, type Task } from "../../../../test/interleavings/schedule.ts";
import { type DatabaseForm, databaseForms, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { type Context, systemContext } from "../context.ts";
import type { Filter } from "../database/collection.ts";
import { deleteUser } from "../deletion/index.ts";
import { newUserDocument, type UserDocument, users } from "../user/index.ts";
import { editUser } from "./index.ts";

const removals = {
  demoted: (ctx: Context, id: string) => editUser(ctx, id, { roles: [] }),
  disabled: (ctx: Context, id: string) => editUser(ctx, id, { status: "disabled" }),
  deleted: (ctx: Context, id: string) => deleteUser(ctx, id),
};
type Removal = keyof typeof removals;

/** A service on a database of its own, in which a test appoints administrators and has them taken away. */
function openOffice(form: DatabaseForm) {
  const { dependencies, clock } = startRollcall({ form });
  const ctx = systemContext(dependencies);
  const { database } = dependencies;
  const accounts = database.collection(users);
  const count = async (filter: Filter) => (await accounts.find(filter, { sort: { _id: 1 }, limit: 100 })).length;
  return {
    database,
    clock,
    ctx,
    /** A new administrator; the later ones have the greater ids. */
    async appoint(fields: Partial<UserDocument> = {}): Promise<string> {
      clock.advance(1);
      const email = `admin${Math.random()}@example.com`;
      const document = newUserDocument(ctx, { email, name: null, roles: ["admin"], passwordHash: "$argon2id$" });
      await accounts.insertOne({ ...document, ...fields });
      return document._id;
    },
    remove:
      (removal: Removal, id: string): Task =>
      (database) =>
        removals[removal]({ ...ctx, database }, id),
    inOffice: () => count({ roles: "admin", status: "active" }),
    marks: () => count({ "removal.since": { $gt: new Date(0) } }),
    async dissolve(ids: string[]): Promise<void> {
      for (const _id of ids) await accounts.deleteOne({ _id });
    },
  };
}

const refusal = expect.objectContaining({ code: "conflict" });
const kinds = Object.keys(removals) as Removal[];
const [embedded] = databaseForms() as [DatabaseForm];

describeOnEachDatabase("the last active administrator", (form) => {
  it.each(kinds)("cannot be %s (Q189)", async (kind) => {
    const office = openOffice(form);
    const last = await office.appoint();
    await expect(office.remove(kind, last)(office.database)).rejects.toEqual(refusal);
    expect([await office.inOffice(), await office.marks()]).toEqual([1, 0]);
    await office.appoint();
    await office.remove(kind, last)(office.database);
    expect([await office.inOffice(), await office.marks()]).toEqual([1, 0]);
  });

  it("is the last one also beside those who are disabled, or have no password to sign in with", async () => {
    const office = openOffice(form);
    const last = await office.appoint();
    await office.appoint({ status: "disabled" });
    const invited = await office.appoint({ passwordHash: null });
    await expect(office.remove("demoted", last)(office.database)).rejects.toEqual(refusal);
    await office.remove("demoted", invited)(office.database);
  });

  it("is nobody whose office had ended already: they are demoted, disabled and deleted as everybody", async () => {
    const office = openOffice(form);
    for (const kind of kinds) {
      const disabled = await office.appoint({ status: "disabled" });
      await office.remove(kind, disabled)(office.database);
      const demoted = await office.appoint({ roles: [] });
      await office.remove(kind, demoted)(office.database);
    }
  });

  it("stays when whoever was taking another one away has died, between any two of its operations", async () => {
    for (let operations = 1; operations < 4; operations++) {
      for (const kind of kinds) {
        const office = openOffice(form);
        const [first, second] = [await office.appoint(), await office.appoint()];
        expect(await dieAfter(operations, office.database, office.remove(kind, second))).toBe(true);
        expect(await office.inOffice(), `after ${operations} operations`).toBe(2);
        office.clock.advance(61);
        // What is left of it keeps nobody from going on, with the one or with the other.
        await office.remove(kind, operations % 2 ? first : second)(office.database);
        expect([await office.inOffice(), await office.marks()]).toEqual([1, 0]);
      }
    }
  });
});

const pairs = kinds.flatMap((one, index) => kinds.slice(index).map((other) => [one, other] as const));

/** Has two administrators taken away in every order of the operations. @returns how many there were */
async function everyOrder(tasksOf: (office: ReturnType<typeof openOffice>, ids: [string, string]) => Task[]) {
  const office = openOffice(embedded);
  let ids: string[] = [];
  return explore(
    async (choose) => {
      await office.dissolve(ids);
      const both: [string, string] = [await office.appoint(), await office.appoint()];
      ids = both;
      return runSchedule(office.database, tasksOf(office, both), choose);
    },
    async () => {
      expect([await office.inOffice(), await office.marks()]).toEqual([1, 0]);
      return true;
    },
  );
}

describe("of two administrators, in every order of the operations", () => {
  it.each(pairs)("one stays when they are %s and %s by each other (Q189)", async (one, other) => {
    const orders = await everyOrder((office, ids) => [office.remove(one, ids[0]), office.remove(other, ids[1])]);
    expect(orders).toBeGreaterThan(15);
  });

  it.each(pairs)("one stays when the other is %s and %s at once", async (one, other) => {
    await everyOrder((office, ids) => [office.remove(one, ids[0]), office.remove(other, ids[0])]);
  });
});

describeOnEachDatabase("of three administrators who are taken away at once", (form) => {
  it("one or two stay, in 40 orders of the operations", async () => {
    const office = openOffice(form);
    for (let seed = 0; seed < 40; seed++) {
      const ids = [await office.appoint(), await office.appoint(), await office.appoint()];
      const tasks = ids.map((id, index) => office.remove(kinds[(index + seed) % 3] as Removal, id));
      await runSchedule(office.database, tasks, shuffled(seed));
      expect([1, 2]).toContain(await office.inOffice());
      expect(await office.marks()).toBe(0);
      await office.dissolve(ids);
    }
  });
});

/** Choices that look random, and are the same ones each time. */
function shuffled(seed: number): Choose {
  let state = seed + 1;
  return ({ length }) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % length;
  };
}
