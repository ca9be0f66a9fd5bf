import type { User, UserPage } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { administrate, bodyOf, type Query, refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";

async function start(options: Parameters<typeof startRollcall>[0] = {}) {
  const rollcall = startRollcall(options);
  const admin = await administrate(rollcall);
  /** Creates as many accounts, a second apart, and answers with their ids. */
  const createMany = async (count: number, fields: object = {}) => {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      rollcall.clock.advance(1);
      ids.push((await bodyOf<User>(await admin.create({ email: `user${index}@example.com`, ...fields }))).id);
    }
    return ids;
  };
  return { rollcall, createMany, ...admin };
}

/** Walks from the first page to the last. */
async function walk(page: (query: Query) => Promise<UserPage>, query: Query, between = async () => {}) {
  const met: User[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { items, nextCursor } = await page({ ...query, ...(cursor && { cursor }) });
    met.push(...items);
    cursor = nextCursor;
    await between();
  }
  return met;
}

const idsOf = (users: User[]) => users.map(({ id }) => id);

describeOnEachDatabase("the list of accounts", (form) => {
  it("is walked without a gap or a duplicate, the newest first (Q144)", async () => {
    const { page, createMany, admin } = await start({ form });
    const newestFirst = [admin.user.id, ...(await createMany(130))].reverse();
    for (const limit of [7, 50, 100]) expect(idsOf(await walk(page, { limit }))).toEqual(newestFirst);
    expect((await page()).items).toHaveLength(50);
    expect((await page({ limit: 100 })).items).toHaveLength(100);
  });

  it("is walked without a gap or a duplicate through accounts of one and the same moment (Q144)", async () => {
    const { page, create, admin } = await start({ form });
    const emails = Array.from({ length: 40 }, (_, index) => `user${index}@example.com`);
    const created = await Promise.all(emails.map(async (email) => bodyOf<User>(await create({ email }))));
    const met = await walk(page, { limit: 3 });
    expect(idsOf(met).toSorted()).toEqual([admin.user.id, ...idsOf(created)].toSorted());
  });

  it("is walked past accounts that come and go meanwhile (Q144)", async () => {
    const { rollcall, page, create, remove, createMany } = await start({ form });
    const created = await createMany(30);
    const doomed = created.filter((_, index) => index % 5 === 0);
    const left = created.filter((_, index) => index % 5 !== 0);
    let count = 0;
    const met = await walk(page, { limit: 4 }, async () => {
      rollcall.clock.advance(1);
      await create({ email: `late${++count}@example.com` });
      await remove(doomed.shift() ?? "");
    });
    expect(new Set(idsOf(met)).size).toBe(met.length);
    expect(idsOf(met)).toEqual(expect.arrayContaining(left));
  });

  it("is filtered by status and by role, also from page to page", async () => {
    const { page, create, edit } = await start({ form });
    for (let index = 0; index < 12; index++) {
      const fields = index % 2 ? { roles: ["admin"] } : {};
      const { id } = await bodyOf<User>(await create({ email: `user${index}@example.com`, ...fields }));
      if (index % 3 === 0) await edit(id, { status: "disabled" });
    }
    const disabled = await walk(page, { limit: 2, status: "disabled" });
    const active = await walk(page, { limit: 2, status: "active" });
    const admins = await walk(page, { limit: 2, role: "admin" });
    const both = await walk(page, { limit: 1, role: "admin", status: "disabled" });
    expect(disabled.map(({ status }) => status)).toEqual(Array(4).fill("disabled"));
    expect(active.map(({ status }) => status)).toEqual(Array(9).fill("active"));
    expect(admins.map(({ roles }) => roles)).toEqual(Array(7).fill(["admin"]));
    expect(both.map(({ email }) => email).sort()).toEqual(["user3@example.com", "user9@example.com"]);
  });
});

describe("the size of a page", () => {
  it("is 1 to 100 and nothing else (Q145)", async () => {
    const { list, page } = await start();
    const wrong = [
      "0",
      "-1",
      "101",
      "999",
      "1000000000",
      "1e9",
      "1e1",
      "NaN",
      "Infinity",
      "",
      "1.5",
      "+5",
      " 5",
      "0x10",
      "05",
      "five",
      "５",
    ];
    for (const limit of wrong) expect(await refusalOf(await list({ limit }))).toBe("422 validation_failed");
    for (const search of ["limit=1&limit=2", "limit[]=5", "limit[$gt]=1"]) {
      expect(await refusalOf(await list(search))).toBe("422 validation_failed");
    }
    for (const limit of [1, 99, 100]) expect((await page({ limit })).items).toHaveLength(1);
  });
});

describe("a cursor", () => {
  it("is refused once a single character of it is changed, cut, added or made up (Q144)", async () => {
    const { rollcall, list, page, createMany } = await start();
    await createMany(4);
    const { tokens } = await signUp(rollcall);
    const cursor = (await page({ limit: 2 })).nextCursor as string;
    const swap = (index: number) =>
      cursor.slice(0, index) + (cursor[index] === "A" ? "B" : "A") + cursor.slice(index + 1);
    const last = (await page({ limit: 1 })).items[0]?.id as string;
    const made = [
      last,
      Buffer.from(last).toString("base64url"),
      "A".repeat(cursor.length),
      tokens.refreshToken.slice(0, 43),
    ];
    const shaped = [
      "",
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      cursor.toUpperCase(),
      `${cursor}${cursor}`,
      "null",
      "0",
    ];
    const tampered = [...Array.from(cursor, (_, index) => swap(index)), ...made, ...shaped];
    expect(tampered.length).toBeGreaterThan(20);
    for (const each of tampered) {
      expect(await refusalOf(await list({ limit: 2, cursor: each }))).toBe("422 validation_failed");
    }
    expect((await page({ limit: 2, cursor })).items).toHaveLength(2);
  });

  it("belongs to the filters it was made with, and to no others (Q144)", async () => {
    const { list, page, createMany } = await start();
    await createMany(4, { roles: ["admin"] });
    const filters: Query[] = [
      {},
      { q: "user" },
      { q: "use" },
      { role: "admin" },
      { status: "active" },
      { q: "user", status: "active" },
    ];
    for (const own of filters) {
      const cursor = (await page({ ...own, limit: 2 })).nextCursor as string;
      for (const filter of filters.filter((other) => other !== own)) {
        expect(await refusalOf(await list({ ...filter, cursor }))).toBe("422 validation_failed");
      }
      expect((await page({ ...own, cursor, limit: 3 })).items.length).toBeGreaterThan(0);
    }
  });

  it("is absent on the last page, and on one that is exactly full", async () => {
    const { page, createMany } = await start();
    await createMany(3);
    expect((await page({ limit: 4 })).nextCursor).toBeNull();
    expect((await page({ limit: 5 })).nextCursor).toBeNull();
    const first = await page({ limit: 2 });
    expect((await page({ limit: 2, cursor: first.nextCursor as string })).nextCursor).toBeNull();
    expect((await page({ q: "nobody" })).nextCursor).toBeNull();
  });
});

describe("a query for accounts", () => {
  it("takes no other parameter, no other value and no operator", async () => {
    const { list } = await start();
    const wrong = [
      "sort=passwordHash",
      "fields=passwordHash",
      "select=sessions",
      "$where=1",
      "email=admin@example.com",
      "status=deleted",
      "status=",
      "status=ACTIVE",
      "status[$ne]=active",
      "status=active&status=disabled",
      "role=owner",
      "role[]=admin",
      "__proto__=1",
      "constructor=1",
    ];
    for (const search of wrong) expect(await refusalOf(await list(search))).toBe("422 validation_failed");
  });
});
