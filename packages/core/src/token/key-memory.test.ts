import { expect, it } from "vitest";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { interruptible, newAccessToken, openStorage } from "../../../../test/support/key-holders.ts";

describeOnEachDatabase("the copy of the keys in memory", (form) => {
  it("is read once, whatever is signed and verified with it", async () => {
    const { storage, start } = openStorage(form);
    const process = start();
    await process.keyRing.signer();
    const before = storage.roundTrips();
    for (let round = 0; round < 50; round++) {
      expect(await process.accessTokens.verify(await newAccessToken(process))).not.toBeNull();
    }
    expect(storage.roundTrips()).toBe(before);
  });

  it("is read again at most once in 10 seconds for any number of unknown kids (Q80)", async () => {
    const { storage, clock, start } = openStorage(form);
    const { line, database } = interruptible(storage.database);
    const { keyRing } = start({ database });
    await keyRing.signer();
    for (const round of [1, 2]) {
      clock.advance(11);
      const before = line.finds;
      await Promise.all(Array.from({ length: 200 }, (_, index) => keyRing.find(`unknown-${round}-${index}`)));
      for (let index = 0; index < 200; index++) expect(await keyRing.find(`unknown-${index}`)).toBeNull();
      expect(line.finds - before).toBe(1);
    }
  });

  it("takes in a key that another process has published, when it first meets it", async () => {
    const { clock, start } = openStorage(form);
    const one = start();
    await one.keyRing.signer();
    const { kid } = await start().keyRing.rotate();
    clock.advance(11);
    expect(await one.keyRing.find(kid)).toMatchObject({ kid, state: "next" });
  });

  it("takes in such a key also when the clock has gone back an hour since it was read", async () => {
    const { clock, start } = openStorage(form);
    const one = start();
    await one.keyRing.signer();
    clock.advance(-3_600);
    const { kid } = await start().keyRing.rotate();
    clock.advance(11);
    expect(await one.keyRing.find(kid)).toMatchObject({ kid, state: "next" });
  });

  it("is never older than five minutes where it verifies", async () => {
    const { clock, start } = openStorage(form);
    const one = start();
    const { kid } = await one.keyRing.signer();
    await start().keyRing.revoke(kid);
    clock.advance(299);
    expect(await one.keyRing.find(kid)).not.toBeNull();
    clock.advance(1);
    expect(await one.keyRing.find(kid)).toBeNull();
  });

  it("is never older than ten seconds where it is published (Q93)", async () => {
    const { clock, start } = openStorage(form);
    const one = start();
    const { kid } = await one.keyRing.signer();
    await start().keyRing.revoke(kid);
    clock.advance(9);
    expect((await one.keyRing.all()).map((key) => key.kid)).toEqual([kid]);
    clock.advance(1);
    expect((await one.keyRing.all()).map((key) => key.kid)).not.toContain(kid);
  });

  it("is published from one read in ten seconds, however often it is asked for", async () => {
    const { storage, start } = openStorage(form);
    const { keyRing } = start();
    await keyRing.signer();
    const before = storage.roundTrips();
    for (let round = 0; round < 50; round++) await keyRing.all();
    expect(storage.roundTrips()).toBe(before);
  });
});

describeOnEachDatabase("while the database is away", (form) => {
  it("keys in memory go on to sign and verify, however old they are", async () => {
    const { clock, process } = await startAndLoseDatabase(form);
    clock.advance(3 * 86_400);
    const token = await newAccessToken(process);
    expect(await process.accessTokens.verify(token)).not.toBeNull();
    expect(await process.keyRing.all()).toHaveLength(1);
  });

  it("it is asked for keys in memory at most once in 10 seconds", async () => {
    const { clock, line, process, token } = await startAndLoseDatabase(form);
    clock.advance(301);
    const before = line.finds;
    await Promise.all(Array.from({ length: 50 }, () => process.accessTokens.verify(token)));
    for (let round = 0; round < 50; round++) await process.accessTokens.verify(token);
    expect(line.finds - before).toBe(1);
    clock.advance(11);
    expect(await process.accessTokens.verify(token)).not.toBeNull();
    expect(line.finds - before).toBe(2);
  });

  it("it is asked for unknown kids at most once in 10 seconds (Q80)", async () => {
    const { clock, line, process } = await startAndLoseDatabase(form);
    clock.advance(11);
    const before = line.finds;
    for (let round = 0; round < 20; round++) {
      // Whether there is such a key nobody can tell, so its tokens are not called bad.
      await expect(process.keyRing.find(`unknown-${round}`)).rejects.toMatchObject({ code: "unavailable" });
    }
    expect(line.finds - before).toBe(1);
  });

  it("a process that has just started refuses, and works as soon as the database is back", async () => {
    const { line, process, start } = await startAndLoseDatabase(form);
    const late = start({ database: process.database });
    await expect(late.keyRing.signer()).rejects.toMatchObject({ code: "unavailable" });
    await expect(late.keyRing.find("a-key")).rejects.toMatchObject({ code: "unavailable" });
    await expect(late.keyRing.all()).rejects.toMatchObject({ code: "unavailable" });
    line.isCut = false;
    expect((await late.keyRing.signer()).kid).toBe((await process.keyRing.signer()).kid);
  });

  it("what changed meanwhile is known soon after it is back", async () => {
    const { clock, line, process, start } = await startAndLoseDatabase(form);
    clock.advance(301);
    await process.keyRing.signer();
    const { kid } = await start().keyRing.rotate();
    line.isCut = false;
    clock.advance(11);
    expect((await process.keyRing.all()).map((key) => key.kid)).toContain(kid);
  });
});

/** A process that has its keys in memory when its line to the database is cut. */
async function startAndLoseDatabase(form: DatabaseForm) {
  const { storage, clock, start } = openStorage(form);
  const { line, database } = interruptible(storage.database);
  const process = start({ database });
  const token = await newAccessToken(process);
  line.isCut = true;
  return { clock, start, line, process, token };
}
