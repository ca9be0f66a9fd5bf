import { expect, it } from "vitest";
import { administrate, bodyOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { withPauses } from "../../../../test/support/pauses.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import type { Update } from "../database/collection.ts";
import { type UserDocument, type UserPage, users } from "../user/index.ts";
import { retain } from "./index.ts";

const emailsOf = ({ items }: UserPage) => items.map(({ email }) => email);

describeOnEachDatabase("an account that another version has written", (form) => {
  async function setUp(older: Update) {
    const rollcall = startRollcall({ form });
    const { page } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall, "ada@example.com", { name: "Ada Byron" });
    const collection = rollcall.dependencies.database.collection(users);
    await retain(rollcall.dependencies);
    await collection.updateOne({ _id: user.id }, older);
    const rename = () => rollcall.call("PATCH", "/me", { token: tokens.accessToken, body: { name: "Ada Lovelace" } });
    return { rollcall, page, rename, stored: () => collection.findOne({ _id: user.id }) };
  }

  const withoutKeys: Update = {
    $set: { nameKey: "ADA BYRON", emailKeys: ["A"], nameKeys: ["A"] },
    $unset: { searchKeys: true },
  };

  it("without keys is found again after the next run of the schedule, without a sign-in", async () => {
    const { rollcall, page, stored } = await setUp(withoutKeys);
    expect((await page({ q: "ada" })).items).toEqual([]);
    expect(emailsOf(await page())).toContain("ada@example.com");
    await retain(rollcall.dependencies);
    for (const q of ["ada@", "byron"]) expect(emailsOf(await page({ q }))).toEqual(["ada@example.com"]);
    for (const field of ["nameKey", "emailKeys", "nameKeys"]) expect(await stored()).not.toHaveProperty(field);
  });

  it("with keys of the name before is found by the new one within a week, and at no time by the old one", async () => {
    const { rollcall, page } = await setUp({ $set: { name: "Ada Lovelace", nameKeys: ["ADA LOVELACE"] } });
    expect((await page({ q: "byron" })).items).toEqual([]);
    rollcall.clock.advance(7 * 86_400);
    await retain(rollcall.dependencies);
    const { tokens } = await signIn(rollcall, "admin@example.com");
    const found = await rollcall.call("GET", "/users?q=lovelace", { token: tokens.accessToken });
    expect(emailsOf(await bodyOf(found))).toEqual(["ada@example.com"]);
  });

  it("keeps the name that it is given while it gets its keys", async () => {
    const { rollcall, page, rename, stored } = await setUp(withoutKeys);
    const { storage, pauseBefore } = withPauses(rollcall.storage);
    const pause = pauseBefore("bulkWrite");
    const mended = retain({ ...rollcall.dependencies, database: storage.database });
    await pause.reached;
    await rename();
    pause.proceed();
    await mended;
    expect((await stored())?.name).toBe("Ada Lovelace");
    for (const q of ["ada@", "lovelace"]) expect(emailsOf(await page({ q }))).toEqual(["ada@example.com"]);
    expect((await page({ q: "byron" })).items).toEqual([]);
  });

  it("and deleted holds nothing up, however many there are", async () => {
    const rollcall = startRollcall({ form });
    const collection = rollcall.dependencies.database.collection(users);
    const left = Array.from({ length: 60 }, (_, at) => ({ _id: `user_${at}`, email: `deleted|user_${at}` }));
    const rest = { status: "deleted", deletedAt: rollcall.clock.now(), outbox: {} };
    await Promise.all(left.map((each) => collection.insertOne({ ...each, ...rest } as unknown as UserDocument)));
    expect(await retain(rollcall.dependencies)).toMatchObject({ isComplete: true });
    rollcall.clock.advance(3 * 86_400);
    expect(await retain(rollcall.dependencies)).toMatchObject({ tombstones: 60, isComplete: true });
  });
});
