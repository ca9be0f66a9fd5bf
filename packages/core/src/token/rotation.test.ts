import { keySetMaxAge } from "@rollcall/verifier/service";
import { createLocalJWKSet, jwtVerify } from "jose";
import { expect, it } from "vitest";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { newAccessToken, openStorage } from "../../../../test/support/key-holders.ts";
import { testSecret } from "../../../../test/support/rollcall.ts";
import type { Dependencies } from "../context.ts";
import { signingKeyLifetime } from "./rotation.ts";
import { signingKeys } from "./signing-key.store.ts";

const kidOf = async (process: Dependencies) => String(takeApart(await newAccessToken(process)).header.kid);
const statesOf = async ({ keyRing }: Dependencies) =>
  Object.fromEntries((await keyRing.all()).map(({ kid, state }) => [kid, state]));
const storedKeys = async ({ database }: Dependencies) =>
  (await database.collection(signingKeys).findOne({ _id: "ES256" }))?.keys ?? {};

/** A process with one active key and one that has waited long enough. */
async function startBeforeActivation(form: DatabaseForm) {
  const opened = openStorage(form);
  const process = opened.start();
  const first = await kidOf(process);
  const { kid: second } = await process.keyRing.rotate();
  opened.clock.advance(900);
  return { ...opened, process, first, second };
}

describeOnEachDatabase("the rotation of the signing keys", (form) => {
  it("first publishes a key that does not sign yet", async () => {
    const { clock, start } = openStorage(form);
    const process = start();
    const first = await kidOf(process);
    const step = await process.keyRing.rotate();
    expect(step).toEqual({ outcome: "published", kid: expect.any(String), activeFrom: expect.any(Date) });
    expect(await statesOf(process)).toEqual({ [first]: "active", [step.kid]: "next" });
    expect(await kidOf(process)).toBe(first);
    clock.advance(7 * 86_400);
    expect(await kidOf(process)).toBe(first);
  });

  it("waits until every copy of the keys knows the new one, however often it is asked", async () => {
    const { clock, start } = openStorage(form);
    const process = start();
    const first = await kidOf(process);
    const published = await process.keyRing.rotate();
    const keys = await storedKeys(process);
    for (const seconds of [0, 300, 300, 290]) {
      clock.advance(seconds);
      expect(await process.keyRing.rotate()).toEqual({ ...published, outcome: "waiting" });
    }
    expect(await storedKeys(process)).toEqual(keys);
    expect(await kidOf(process)).toBe(first);
    clock.advance(10);
    expect(await process.keyRing.rotate()).toEqual({ outcome: "activated", kid: published.kid, retired: first });
  });

  it("lets the waiting key sign, and the one before only verify", async () => {
    const { process, first, second } = await startBeforeActivation(form);
    const token = await newAccessToken(process);
    await process.keyRing.rotate();
    expect(await statesOf(process)).toEqual({ [first]: "retired", [second]: "active" });
    expect(await kidOf(process)).toBe(second);
    expect(await process.accessTokens.verify(token)).not.toBeNull();
  });

  it("removes the retired key at the first step after its last token and every copy of it have expired", async () => {
    const { clock, process, first, second } = await startBeforeActivation(form);
    await process.keyRing.rotate();
    clock.advance(600 + 2 * keySetMaxAge - 10);
    const { kid: third } = await process.keyRing.rotate();
    expect(await statesOf(process)).toEqual({ [first]: "retired", [second]: "active", [third]: "next" });
    clock.advance(10);
    await process.keyRing.rotate();
    expect(await statesOf(process)).toEqual({ [second]: "active", [third]: "next" });
  });

  it("ends the tokens of a retired key in time, also those that were accepted before, and without another step", async () => {
    const { clock, start, process, first } = await startBeforeActivation(form);
    const longLived = start({ settings: { accessTokenTtl: 3_600 } });
    const token = await newAccessToken(longLived);
    await process.keyRing.rotate();
    clock.advance(600 + 2 * keySetMaxAge - 1);
    expect(await process.accessTokens.verify(token)).not.toBeNull();
    clock.advance(1);
    expect(await process.accessTokens.verify(token)).toBeNull();
    expect((await process.keyRing.all()).map(({ kid }) => kid)).not.toContain(first);
  });

  it("lets a token that was signed before it live until it expires (Q90)", async () => {
    const { clock, process, start } = await startBeforeActivation(form);
    const token = await newAccessToken(process);
    await process.keyRing.rotate();
    clock.advance(590);
    await process.keyRing.rotate();
    expect(await process.accessTokens.verify(token)).not.toBeNull();
    expect(await start().accessTokens.verify(token)).not.toBeNull();
    clock.advance(10);
    expect(await process.accessTokens.verify(token)).toBeNull();
  });

  it("never puts one key's material under another's name", async () => {
    const { process, first } = await startBeforeActivation(form);
    const before = await storedKeys(process);
    await process.keyRing.rotate();
    const after = await storedKeys(process);
    expect(after[first]).toMatchObject({ publicKey: before[first]?.publicKey, privateKey: before[first]?.privateKey });
    expect(after[first]?.retiredAt).toBeInstanceOf(Date);
  });
});

describeOnEachDatabase("20 processes that rotate at once", (form) => {
  const rotateAll = async (start: () => Dependencies) => {
    const processes = Array.from({ length: 20 }, () => start());
    await Promise.all(processes.map(({ keyRing }) => keyRing.signer()));
    return Promise.all(processes.map(({ keyRing }) => keyRing.rotate()));
  };

  it("publish one key between them", async () => {
    const { start } = openStorage(form);
    const process = start();
    const first = await kidOf(process);
    const steps = await rotateAll(start);
    expect(new Set(steps.map(({ kid }) => kid)).size).toBe(1);
    expect(steps.filter(({ outcome }) => outcome === "published")).toHaveLength(1);
    const { [first]: active, ...others } = await storedKeys(process);
    expect([active?.state, ...Object.values(others).map(({ state }) => state)]).toEqual(["active", "next"]);
  });

  it("activate one key, and go no step further", async () => {
    const { start, process, first, second } = await startBeforeActivation(form);
    const steps = await rotateAll(start);
    expect(steps.filter(({ outcome }) => outcome === "activated")).toHaveLength(1);
    const stored = Object.entries(await storedKeys(process)).map(([kid, { state }]) => [kid, state]);
    expect(Object.fromEntries(stored)).toEqual({ [first]: "retired", [second]: "active" });
  });

  it("go no step further either when they are one process", async () => {
    const { process, first, second } = await startBeforeActivation(form);
    await Promise.all(Array.from({ length: 20 }, () => process.keyRing.rotate()));
    expect(await statesOf(process)).toEqual({ [first]: "retired", [second]: "active" });
  });
});

/** Somebody who keeps the served key set for as long as its Cache-Control allows. */
function createStranger({ keyRing, clock, settings }: Dependencies) {
  let copy: { keySet: ReturnType<typeof createLocalJWKSet>; until: number } | undefined;
  return async (token: string) => {
    if (!copy || clock.now().getTime() >= copy.until) {
      const keys = (await keyRing.all()).map(({ publicJwk }) => publicJwk as { kty: string });
      copy = { keySet: createLocalJWKSet({ keys }), until: clock.now().getTime() + keySetMaxAge * 1000 };
    }
    const { issuer } = settings;
    return (await jwtVerify(token, copy.keySet, { issuer, audience: issuer, currentDate: clock.now() })).payload;
  };
}

describeOnEachDatabase("rotation under load", (form) => {
  it("loses no token in two rotations, at no process and at no stranger with a copy of the keys (Q90)", async () => {
    const { clock, start } = openStorage(form);
    const [rotating, serving] = [start(), start()];
    const stranger = createStranger(serving);
    let live: { token: string; expires: number }[] = [];
    const outcomes: string[] = [];
    const kids = new Set<string>();
    for (let minute = 0; minute < 80; minute++) {
      for (const process of [rotating, serving]) {
        const token = await newAccessToken(process);
        kids.add(String(takeApart(token).header.kid));
        live.push({ token, expires: clock.now().getTime() + 600_000 - 1_000 });
      }
      for (const { token } of live) {
        expect(await rotating.accessTokens.verify(token)).not.toBeNull();
        expect(await serving.accessTokens.verify(token)).not.toBeNull();
        await stranger(token);
      }
      if (minute % 5 === 4) outcomes.push((await rotating.keyRing.rotate()).outcome);
      clock.advance(60);
      live = live.filter(({ expires }) => expires > clock.now().getTime());
    }
    expect(outcomes.filter((outcome) => outcome === "activated").length).toBeGreaterThanOrEqual(2);
    expect(kids.size).toBeGreaterThanOrEqual(3);
  });

  it("leaves a key alone that has not signed for as long as it may, and then takes both steps, on a schedule", async () => {
    const { clock, start } = openStorage(form);
    const process = start();
    const first = await kidOf(process);
    const step = () => process.keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(await step()).toEqual({ outcome: "current", kid: first, nextFrom: expect.any(Date) });
    clock.advance(signingKeyLifetime - 10);
    expect(await step()).toMatchObject({ outcome: "current", kid: first });
    clock.advance(10);
    const published = await step();
    expect(published.outcome).toBe("published");
    clock.advance(3_600);
    expect(await step()).toEqual({ outcome: "activated", kid: published.kid, retired: first });
    clock.advance(3_600);
    expect(await step()).toMatchObject({ outcome: "current", kid: published.kid });
    expect(Object.keys(await storedKeys(process))).toEqual([published.kid]);
  });

  it("takes one step when the schedule runs many times at once", async () => {
    const { clock, start } = openStorage(form);
    const processes = Array.from({ length: 5 }, () => start());
    await kidOf(processes[0] as Dependencies);
    clock.advance(signingKeyLifetime);
    const run = () => Promise.all(processes.map(({ keyRing }) => keyRing.rotate({ olderThan: signingKeyLifetime })));
    expect((await run()).map(({ outcome }) => outcome).sort()).toEqual(["published", ...Array(4).fill("waiting")]);
    clock.advance(3_600);
    expect((await run()).map(({ outcome }) => outcome).sort()).toEqual(["activated", ...Array(4).fill("settling")]);
  });

  it("publishes a key for RS256 for longer than the two hours that API Gateway keeps keys", async () => {
    const { clock, start } = openStorage(form);
    const process = start({ settings: { signingAlgorithm: "RS256" } });
    await process.keyRing.signer();
    const { kid } = await process.keyRing.rotate();
    clock.advance(7_200);
    expect(await process.keyRing.rotate()).toMatchObject({ outcome: "waiting", kid });
    clock.advance(300);
    expect(await process.keyRing.rotate()).toMatchObject({ outcome: "activated", kid });
  });

  it("puts every private key under the newest SECRET_KEY, so that the one before can be dropped (Q185)", async () => {
    const { start } = openStorage(form);
    const [older, newer] = [testSecret, [...testSecret].reverse().join("")];
    const before = start({ secretKeys: [older] });
    const first = await kidOf(before);
    await before.keyRing.rotate();
    await start({ secretKeys: [newer, older] }).keyRing.rotate({ olderThan: signingKeyLifetime });
    const after = start({ secretKeys: [newer] });
    expect(await kidOf(after)).toBe(first);
    expect(await after.keyRing.revoke(first)).toMatchObject({ activated: expect.any(String) });
    expect(await kidOf(after)).not.toBe(first);
  });

  it("does the same for the keys of an algorithm that is not selected now (Q185)", async () => {
    const { start } = openStorage(form);
    const [older, newer] = [testSecret, [...testSecret].reverse().join("")];
    const kid = await kidOf(start({ secretKeys: [older] }));
    const settings = { signingAlgorithm: "RS256" } as const;
    await start({ secretKeys: [newer, older], settings }).keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(await kidOf(start({ secretKeys: [newer] }))).toBe(kid);
  });
});
