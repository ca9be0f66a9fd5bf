import { expect, it } from "vitest";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { newAccessToken, openStorage } from "../../../../test/support/key-holders.ts";
import { testSecret } from "../../../../test/support/rollcall.ts";
import type { Dependencies } from "../context.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import { retentionOfKeys, signingKeyLifetime } from "./rotation.ts";
import { signingKeys } from "./signing-key.store.ts";

const year = 365 * 86_400;
/** Seconds for which the keys of an algorithm stay after its last signature. */
const retention = retentionOfKeys(600);

const kidOf = async (process: Dependencies) => (await process.keyRing.signer()).kid;
const publishedBy = async ({ keyRing }: Dependencies) => (await keyRing.all()).map(({ kid }) => kid).sort();
const headerOf = async (process: Dependencies) => takeApart(await newAccessToken(process)).header;

/** A database, and processes that sign with one algorithm or the other. */
function openBoth(form: DatabaseForm) {
  const { start, ...opened } = openStorage(form);
  const startWith = (signingAlgorithm: SigningAlgorithm, secretKeys?: string[]) =>
    start({ settings: { signingAlgorithm }, ...(secretKeys && { secretKeys }) });
  return { ...opened, startWith };
}

describeOnEachDatabase("the keys of an algorithm that is not selected any more", (form) => {
  it("stay until their last token has expired, and leave without anybody's doing (Q90)", async () => {
    const { clock, startWith } = openBoth(form);
    const before = startWith("ES256");
    const { keyRing, accessTokens } = startWith("RS256");
    const token = await newAccessToken(before);
    const old = await kidOf(before);
    const { kid } = await keyRing.signer();
    clock.advance(540);
    expect(await accessTokens.verify(token)).not.toBeNull();
    clock.advance(retention - 600);
    expect((await keyRing.all()).map((key) => key.kid)).toContain(old);
    clock.advance(60);
    expect((await keyRing.all()).map((key) => key.kid)).toEqual([kid]);
    expect(await keyRing.find(old)).toBeNull();
  });

  it("do not come back when it is selected again a year later: it signs with a new one", async () => {
    const { clock, startWith } = openBoth(form);
    const first = await kidOf(startWith("ES256"));
    const second = await kidOf(startWith("RS256"));
    clock.advance(year);
    const again = startWith("ES256");
    const third = await kidOf(again);
    expect(third).not.toBe(first);
    expect(await publishedBy(again)).toEqual([second, third].sort());
    clock.advance(retention);
    expect(await publishedBy(again)).toEqual([third]);
    expect(await publishedBy(startWith("ES256"))).toEqual([third]);
  });

  it("are the ones to sign again when it is selected again at once, as in a deployment that is taken back", async () => {
    const { clock, startWith } = openBoth(form);
    const first = await kidOf(startWith("ES256"));
    clock.advance(60);
    const second = await kidOf(startWith("RS256"));
    clock.advance(60);
    const back = startWith("ES256");
    expect(await kidOf(back)).toBe(first);
    clock.advance(retention - 60);
    expect(await publishedBy(back)).toEqual([first, second].sort());
    clock.advance(60);
    expect(await publishedBy(back)).toEqual([first]);
    clock.advance(year);
    expect(await kidOf(back)).toBe(first);
  });

  it("are removed from the database by the next step of the rotation, private halves and all", async () => {
    const { clock, storage, startWith } = openBoth(form);
    await startWith("ES256").keyRing.rotate();
    const process = startWith("RS256");
    await process.keyRing.signer();
    const stored = async () => (await storage.database.collection(signingKeys).findOne({ _id: "ES256" }))?.keys ?? {};
    clock.advance(retention - 60);
    await process.keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(Object.keys(await stored())).toHaveLength(2);
    clock.advance(60);
    await process.keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(await stored()).toEqual({});
    expect((await headerOf(startWith("ES256"))).alg).toBe("ES256");
  });

  it("are told apart from those that sign", async () => {
    const { startWith } = openBoth(form);
    const old = await kidOf(startWith("ES256"));
    const keys = await startWith("RS256").keyRing.all();
    expect(keys.find(({ kid }) => kid === old)?.retiredAt).toBeInstanceOf(Date);
    expect(keys.find(({ kid }) => kid !== old)?.retiredAt).toBeNull();
  });
});

describeOnEachDatabase("an algorithm whose keys are gone", (form) => {
  it.each(["ES256", "RS256"] as const)(
    "gets a new one when it is selected: every %s key was revoked",
    async (other) => {
      const { startWith } = openBoth(form);
      const [algorithm] = (["ES256", "RS256"] as const).filter((name) => name !== other) as [SigningAlgorithm];
      const before = startWith(other);
      await before.keyRing.rotate();
      const process = startWith(algorithm);
      await process.keyRing.signer();
      for (const { kid, algorithm: of } of await process.keyRing.all()) {
        if (of === other) expect(await process.keyRing.revoke(kid)).toMatchObject({ activated: null });
      }
      const again = startWith(other);
      const { alg, kid } = await headerOf(again);
      expect(alg).toBe(other);
      expect(await again.keyRing.rotate()).toMatchObject({ outcome: "published" });
      expect(await kidOf(again)).toBe(kid);
    },
  );

  it("gets one key, whoever selects it, 20 at once", async () => {
    const { clock, startWith } = openBoth(form);
    await startWith("ES256").keyRing.signer();
    await startWith("RS256").keyRing.signer();
    clock.advance(year);
    const kids = await Promise.all(Array.from({ length: 20 }, () => kidOf(startWith("ES256"))));
    expect(new Set(kids).size).toBe(1);
  });

  it("signs with the key that waits in its set, if there is one", async () => {
    const { startWith } = openBoth(form);
    const before = startWith("ES256");
    const signing = await kidOf(before);
    const { kid: waiting } = await before.keyRing.rotate();
    await startWith("RS256").keyRing.revoke(signing);
    expect(await kidOf(startWith("ES256"))).toBe(waiting);
  });

  it("keeps a key that signs when one is revoked by somebody with other settings than the service", async () => {
    const { clock, startWith } = openBoth(form);
    const service = startWith("RS256");
    const kid = await kidOf(service);
    const revocation = await startWith("ES256").keyRing.revoke(kid);
    expect(revocation?.activated).not.toBeNull();
    clock.advance(300);
    expect(await kidOf(service)).toBe(revocation?.activated);
  });
});

describeOnEachDatabase("processes that sign with different algorithms side by side", (form) => {
  it("verify each other's tokens for as long as both sign, and make no more keys than two", async () => {
    const { clock, storage, startWith } = openBoth(form);
    const processes = [startWith("ES256"), startWith("RS256")] as const;
    for (const { keyRing } of processes) await keyRing.signer();
    for (let hour = 0; hour < 30; hour++) {
      clock.advance(3_600);
      for (const process of processes) {
        for (const signer of processes) {
          expect(await process.accessTokens.verify(await newAccessToken(signer)), `after ${hour} hours`).not.toBeNull();
        }
      }
    }
    const sets = await storage.database.collection(signingKeys).find({}, { sort: { _id: 1 }, limit: 10 });
    expect(sets.map(({ keys }) => Object.keys(keys).length)).toEqual([1, 1]);
  });

  it("turn to theirs at once, and all of them sign", async () => {
    const { startWith } = openBoth(form);
    const processes = Array.from({ length: 20 }, (_, index) => startWith(index % 2 === 0 ? "ES256" : "RS256"));
    const tokens = await Promise.all(processes.map(newAccessToken));
    const kids = new Set(tokens.map((token) => takeApart(token).header.kid));
    expect(kids.size).toBe(2);
    for (const token of tokens) expect(await startWith("ES256").accessTokens.verify(token)).not.toBeNull();
  });

  it("agree although one's clock is an hour behind", async () => {
    const { clock, startWith } = openBoth(form);
    const first = await kidOf(startWith("ES256"));
    clock.advance(-3_600);
    const process = startWith("RS256");
    const second = await kidOf(process);
    expect(await publishedBy(process)).toEqual([first, second].sort());
    clock.advance(3_600 + retention + 1);
    expect(await publishedBy(process)).toEqual([second]);
  });
});

describeOnEachDatabase("sets of two algorithms from before selections were kept", (form) => {
  async function storeBoth() {
    const { storage, ...both } = openBoth(form);
    const kids = { ES256: await kidOf(both.startWith("ES256")), RS256: await kidOf(both.startWith("RS256")) };
    for (const _id of ["ES256", "RS256"] as const) {
      await storage.database.collection(signingKeys).updateOne({ _id }, { $unset: { selectedAt: true } });
    }
    return { ...both, kids };
  }

  it.each(["ES256", "RS256"] as const)("leave, but for that of %s where it is selected", async (algorithm) => {
    const { clock, startWith, kids } = await storeBoth();
    const process = startWith(algorithm);
    expect(await kidOf(process)).toBe(kids[algorithm]);
    clock.advance(retention - 1);
    expect(await publishedBy(process)).toEqual(Object.values(kids).sort());
    clock.advance(1);
    expect(await publishedBy(process)).toEqual([kids[algorithm]]);
  });

  it("stay both where both are in use", async () => {
    const { clock, startWith, kids } = await storeBoth();
    const processes = [startWith("ES256"), startWith("RS256")];
    for (let time = 0; time < 3 * retention; time += retention / 2) {
      expect(await Promise.all(processes.map(kidOf))).toEqual(Object.values(kids));
      clock.advance(retention / 2);
    }
  });
});

describeOnEachDatabase("a private key that a process could not open", (form) => {
  const renewed = [...testSecret].reverse().join("");

  it("is looked at again once another process has sealed it anew", async () => {
    const { clock, startWith } = openBoth(form);
    const old = startWith("ES256", [testSecret]);
    const kid = await kidOf(startWith("ES256", [renewed]));
    await expect(kidOf(old)).rejects.toThrow("encrypted under another one");
    await expect(newAccessToken(old)).rejects.toThrow("encrypted under another one");
    await startWith("ES256", [testSecret, renewed]).keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(await kidOf(old)).toBe(kid);
    expect((await headerOf(old)).kid).toBe(kid);
    clock.advance(301);
    expect(await kidOf(old)).toBe(kid);
  });

  it("costs one read for any number of callers at once", async () => {
    const { storage, startWith } = openBoth(form);
    await startWith("ES256", [renewed]).keyRing.signer();
    const locked = startWith("ES256", [testSecret]);
    await expect(kidOf(locked)).rejects.toThrow();
    const before = storage.roundTrips();
    await Promise.allSettled(Array.from({ length: 50 }, () => kidOf(locked)));
    expect(storage.roundTrips() - before).toBe(1);
  });

  it("that was opened before stays usable when it is sealed under a secret that the process lacks", async () => {
    const { clock, startWith } = openBoth(form);
    const old = startWith("ES256", [testSecret]);
    const kid = await kidOf(old);
    await startWith("ES256", [renewed, testSecret]).keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(await kidOf(old)).toBe(kid);
    clock.advance(301);
    expect(await kidOf(old)).toBe(kid);
  });
});
