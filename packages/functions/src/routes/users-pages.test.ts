import { type Database, systemContext, type UserPage, users } from "@rollcall/core";
import { expect, it } from "vitest";
import budgets from "../../../../bench/budgets.json" with { type: "json" };
import { administrate, type Query } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { newUserDocument, type UserDocument } from "../../../core/src/user/index.ts";

/** What a page may look at, whatever it finds. */
const { entriesOfAPage: most, tripsOfAPage } = budgets.growth;

/** A service with as many accounts, from the oldest on, that counts what its reads of them bring. */
async function setUp(form: DatabaseForm, count: number, fieldsOf: (index: number) => Partial<UserDocument>) {
  const storage = form.open();
  const reads: number[] = [];
  const rollcall = startRollcall({ shares: { ...storage, database: counting(storage.database, reads) } });
  const admin = await administrate(rollcall);
  const collection = storage.database.collection(users);
  const accounts = Array.from({ length: count }, (_, index) => {
    rollcall.clock.advance(1);
    const name = `Ada Smith ${index}`;
    const fields = { email: `user${index}@example.com`, name, roles: [], passwordHash: null };
    return { ...newUserDocument(systemContext(rollcall.dependencies), fields), ...fieldsOf(index) };
  });
  for (let index = 0; index < count; index += 50)
    await Promise.all(accounts.slice(index, index + 50).map((account) => collection.insertOne(account)));
  rollcall.clock.advance(-count);
  return { ...admin, reads, accounts, collection, roundTrips: storage.roundTrips, dispose: storage.dispose };
}

function counting(database: Database, reads: number[]): Database {
  return {
    ...database,
    collection: (definition) => ({
      ...database.collection(definition),
      async find(filter, options) {
        const found = await database.collection(definition).find(filter, options);
        if (definition.name === users.name) reads.push(found.length);
        return found;
      },
    }),
  };
}

/** Walks from the first page to the last, and tells how many items each page had. */
async function walk(page: (query: Query) => Promise<UserPage>, query: Query) {
  const sizes: number[] = [];
  const emails: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { items, nextCursor }: UserPage = await page({ ...query, ...(cursor && { cursor }) });
    sizes.push(items.length);
    emails.push(...items.map(({ email }) => email));
    cursor = nextCursor;
  }
  return { sizes, emails };
}

describeOnEachDatabase("a page of accounts", (form) => {
  it("looks at a bounded number, whatever is asked for: it may be empty and go on (Q197)", async () => {
    const rare = (index: number): Partial<UserDocument> =>
      index === 3 || index === 5 ? { status: "disabled", roles: ["admin"] } : {};
    const { page, reads, roundTrips, dispose } = await setUp(form, 520, rare);
    const expected = ["user5@example.com", "user3@example.com"];
    const q = "smith";
    reads.length = 0;
    expect(await walk(page, { q, status: "disabled" })).toEqual({ sizes: [0, 2], emails: expected });
    expect(reads).toEqual([most, 20]);
    const before = roundTrips();
    await page({ q, status: "disabled" });
    expect(roundTrips() - before).toBe(tripsOfAPage);
    reads.length = 0;
    const few: Query[] = [
      { status: "disabled" },
      { role: "admin", status: "disabled" },
      { role: "admin", q },
      { role: "admin", q, status: "disabled" },
    ];
    for (const query of few) expect((await walk(page, query)).emails).toEqual(expected);
    expect(Math.max(...reads)).toBeLessThanOrEqual(3);
    reads.length = 0;
    const many: Query[] = [{}, { q }, { status: "active" }];
    for (const query of many) expect((await page({ ...query, limit: 20 })).items).toHaveLength(20);
    expect(reads).toEqual([21, 21, 21]);
    await dispose();
  });

  it("is full where as many are found on the way, and the next one begins behind its last (Q144, Q197)", async () => {
    const { page, dispose } = await setUp(form, 520, (index) => (index % 3 ? {} : { status: "disabled" }));
    const { sizes, emails } = await walk(page, { q: "smith", status: "disabled", limit: 100 });
    expect(sizes).toEqual([100, 74]);
    const expected = Array.from({ length: 174 }, (_, index) => `user${3 * index}@example.com`).reverse();
    expect(emails).toEqual(expected);
    await dispose();
  });

  it("leads past what is deleted, however much that is, and leaves nobody out (Q197)", async () => {
    const isDeleted = (index: number) => index >= 10 && index < 130;
    const { page, reads, accounts, collection, dispose } = await setUp(form, 140, () => ({}));
    for (const { _id } of accounts.filter((_, index) => isDeleted(index)))
      await collection.updateOne({ _id }, { $set: { deletedAt: new Date(), status: "deleted", searchKeys: [] } });
    reads.length = 0;
    const { emails } = await walk(page, { limit: 20 });
    expect(emails).toEqual([
      ...accounts.flatMap(({ email }, index) => (isDeleted(index) ? [] : [email])).reverse(),
      "admin@example.com",
    ]);
    expect(Math.max(...reads)).toBe(21);
    reads.length = 0;
    expect((await walk(page, { q: "smith", limit: 100 })).sizes).toEqual([20]);
    expect(reads).toEqual([20]);
    await dispose();
  });
});
