import { expect, it } from "vitest";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { newAccessToken, openStorage } from "../../../../test/support/key-holders.ts";
import { testSecret } from "../../../../test/support/rollcall.ts";
import type { Dependencies } from "../context.ts";
import { signingKeyLifetime } from "./rotation.ts";
import { signingKeys } from "./signing-key.store.ts";

const kidOf = async (process: Dependencies) => String(takeApart(await newAccessToken(process)).header.kid);

/** Two processes that have the same key in memory, and a token of it. */
async function startTwo(form: DatabaseForm) {
  const { clock, start } = openStorage(form);
  const [here, there] = [start(), start()];
  const token = await newAccessToken(here);
  expect(await there.accessTokens.verify(token)).not.toBeNull();
  return { clock, here, there, token, kid: await kidOf(here) };
}

describeOnEachDatabase("a key that is revoked", (form) => {
  it("is refused at once where it was revoked, and five minutes later everywhere (Q93)", async () => {
    const { clock, here, there, token, kid } = await startTwo(form);
    const revocation = await here.keyRing.revoke(kid);
    expect(revocation).toEqual({ revoked: kid, activated: expect.any(String), dropped: null });
    expect(await here.accessTokens.verify(token)).toBeNull();
    clock.advance(300);
    expect(await there.accessTokens.verify(token)).toBeNull();
    expect((await there.keyRing.all()).map((key) => key.kid)).toEqual([revocation?.activated]);
  });

  it("is followed by another that signs at once, and whoever meets a token of that forgets the revoked one (Q93)", async () => {
    const { clock, here, there, token, kid } = await startTwo(form);
    await here.keyRing.revoke(kid);
    clock.advance(11);
    const fresh = await newAccessToken(here);
    expect(await there.accessTokens.verify(fresh)).not.toBeNull();
    expect(await there.accessTokens.verify(token)).toBeNull();
  });

  it("is followed by the key that was published already, if there is one", async () => {
    const { here, kid } = await startTwo(form);
    const { kid: next } = await here.keyRing.rotate();
    expect(await here.keyRing.revoke(kid)).toEqual({ revoked: kid, activated: next, dropped: null });
    expect(await kidOf(here)).toBe(next);
  });

  it("leaves the one that signs alone, when it was not that one", async () => {
    const { here, kid } = await startTwo(form);
    const { kid: next } = await here.keyRing.rotate();
    expect(await here.keyRing.revoke(next)).toEqual({ revoked: next, activated: null, dropped: null });
    expect(await kidOf(here)).toBe(kid);
  });

  it("is revoked once, however often it is asked for", async () => {
    const { here, there, kid } = await startTwo(form);
    const answers = await Promise.all([here, there, here, there].map(({ keyRing }) => keyRing.revoke(kid)));
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    expect(await here.keyRing.all()).toHaveLength(1);
  });

  it("is never followed by a key that an older SECRET_KEY sealed", async () => {
    const { start } = openStorage(form);
    const [older, newer] = [testSecret, [...testSecret].reverse().join("")];
    const before = start({ secretKeys: [older] });
    const kid = await kidOf(before);
    const { kid: waiting } = await before.keyRing.rotate();
    const revocation = await start({ secretKeys: [newer, older] }).keyRing.revoke(kid);
    expect(revocation?.activated).not.toBe(waiting);
    expect(revocation?.dropped).toBe(waiting);
    const after = start({ secretKeys: [newer] });
    expect((await after.keyRing.all()).map((key) => key.kid)).toEqual([revocation?.activated]);
    expect(await kidOf(after)).toBe(revocation?.activated);
  });

  it("is not revoked under a SECRET_KEY that is not the service's: what followed it could not sign there", async () => {
    const { start } = openStorage(form);
    const kid = await kidOf(start());
    const stranger = start({ secretKeys: [[...testSecret].reverse().join("")] });
    await expect(stranger.keyRing.revoke(kid)).rejects.toThrow("encrypted under another one");
    expect(await kidOf(start())).toBe(kid);
  });

  it("is followed by one that the schedule replaces in its own time", async () => {
    const { clock, here, kid } = await startTwo(form);
    const revocation = await here.keyRing.revoke(kid);
    const step = () => here.keyRing.rotate({ olderThan: signingKeyLifetime });
    expect(await step()).toMatchObject({ outcome: "current", kid: revocation?.activated });
    clock.advance(signingKeyLifetime);
    expect((await step()).outcome).toBe("published");
  });

  it("has no successor where it was of an algorithm that the service does not sign with", async () => {
    const { start } = openStorage(form);
    const kid = await kidOf(start());
    const other = start({ settings: { signingAlgorithm: "RS256" } });
    await other.keyRing.signer();
    expect(await other.keyRing.revoke(kid)).toEqual({ revoked: kid, activated: null, dropped: null });
    expect((await other.keyRing.all()).map(({ algorithm }) => algorithm)).toEqual(["RS256"]);
  });

  it("that is not there is not there, on an empty database, too: nothing is made for it", async () => {
    const { storage, start } = openStorage(form);
    expect(await start().keyRing.revoke("none")).toBeNull();
    expect(await storage.database.collection(signingKeys).findOne({ _id: "ES256" })).toBeNull();
  });
});
