import { expect, it } from "vitest";
import { describeOnEachDatabase, type TestDatabase } from "../../../../test/support/databases.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { interruptible, newAccessToken, openStorage } from "../../../../test/support/key-holders.ts";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { type SigningKeySet, type StoredSigningKey, signingKeys } from "./signing-key.store.ts";
import { SigningKeyLockedError } from "./signing-key.ts";

const renewedSecret = "Zt5_uV8xB2nM4qW6eR9yT1iO3pA7sD0fG-hJkLzXcVb";

const keySetsOf = ({ database }: TestDatabase) =>
  database.collection(signingKeys).find({}, { sort: { _id: 1 }, limit: 10 });

describeOnEachDatabase("the first signing key", (form) => {
  it("is one and the same for 20 processes that start at once on an empty database", async () => {
    const { storage, start } = openStorage(form);
    const processes = Array.from({ length: 20 }, () => start());
    const signers = await Promise.all(processes.map(({ keyRing }) => keyRing.signer()));
    const [set, ...others] = await keySetsOf(storage);
    expect(others).toEqual([]);
    expect(Object.values(set?.keys ?? {}).map(({ state }) => state)).toEqual(["active"]);
    expect(new Set(signers.map(({ kid }) => kid))).toEqual(new Set(Object.keys(set?.keys ?? {})));
  });

  it("lets each of the processes that started at once verify the tokens of all the others", async () => {
    const { start } = openStorage(form);
    const processes = Array.from({ length: 6 }, () => start());
    const tokens = await Promise.all(processes.map(newAccessToken));
    const verified = processes.flatMap(({ accessTokens }) => tokens.map((token) => accessTokens.verify(token)));
    expect((await Promise.all(verified)).every((claims) => claims !== null)).toBe(true);
  });

  it("is published as soon as anybody asks for the keys, before anybody has signed in", async () => {
    const { start } = openStorage(form);
    const [key, ...others] = await start().keyRing.all();
    expect(others).toEqual([]);
    expect(key).toMatchObject({ state: "active", algorithm: "ES256" });
  });

  it("is published by a process without a SECRET_KEY as well, which makes none and signs nothing", async () => {
    const { clock, storage, start } = openStorage(form);
    const keyless = start({ secretKeys: [] });
    expect(await keyless.keyRing.all()).toEqual([]);
    expect(await keySetsOf(storage)).toEqual([]);
    const { kid } = await start().keyRing.signer();
    clock.advance(10);
    expect(await keyless.keyRing.all()).toMatchObject([{ kid, publicJwk: { kid } }]);
    await expect(keyless.keyRing.signer()).rejects.toThrow(SigningKeyLockedError);
  });

  it("is found by a process that starts later", async () => {
    const { storage, start } = openStorage(form);
    const first = await start().keyRing.signer();
    const before = await keySetsOf(storage);
    expect((await start().keyRing.signer()).kid).toBe(first.kid);
    expect(await keySetsOf(storage)).toEqual(before);
  });

  it("is made by the next call where the database could not take it", async () => {
    const { storage, start } = openStorage(form);
    const { line, database } = interruptible(storage.database);
    const { keyRing } = start({ database });
    line.isReadOnly = true;
    await expect(keyRing.signer()).rejects.toMatchObject({ code: "unavailable" });
    line.isReadOnly = false;
    expect((await keyRing.signer()).kid).toBe((await start().keyRing.signer()).kid);
  });

  it("of another algorithm joins the keys at hand, whose tokens go on to verify (Q76)", async () => {
    const { start } = openStorage(form);
    const before = start();
    const oldToken = await newAccessToken(before);
    const after = start({ settings: { signingAlgorithm: "RS256" } });
    const signer = await after.keyRing.signer();
    expect(signer.algorithm).toBe("RS256");
    expect((await after.keyRing.all()).map(({ algorithm }) => algorithm).sort()).toEqual(["ES256", "RS256"]);
    expect(await after.accessTokens.verify(oldToken)).not.toBeNull();
    expect(await start().accessTokens.verify(await newAccessToken(after))).not.toBeNull();
  });
});

describeOnEachDatabase("a signing key at rest", (form) => {
  it.each(["ES256", "RS256"] as const)("shows nothing of its private half (%s) (Q100)", async (signingAlgorithm) => {
    const { storage, start } = openStorage(form);
    const key = (await start({ settings: { signingAlgorithm } }).keyRing.signer()).privateKey();
    const stored = JSON.stringify(await keySetsOf(storage));
    const { d, p, q, dp, dq, qi } = key.export({ format: "jwk" });
    const members = [d, p, q, dp, dq, qi].filter((member) => member !== undefined);
    expect(members).toHaveLength(signingAlgorithm === "ES256" ? 1 : 6);
    const bytes = [
      key.export({ format: "der", type: "pkcs8" }),
      ...members.map((text) => Buffer.from(text, "base64url")),
    ];
    for (const encoding of ["base64url", "base64", "hex"] as const) {
      for (const secret of bytes) expect(stored).not.toContain(secret.toString(encoding));
    }
    expect(stored).not.toContain("PRIVATE KEY");
    expect(stored).not.toMatch(/"(d|p|q|dp|dq|qi|k)":/);
  });

  it("opens only under its own kid: private halves that were swapped do not sign (Q100)", async () => {
    const { storage, start } = openStorage(form);
    await start().keyRing.rotate();
    const [set] = (await keySetsOf(storage)) as [SigningKeySet];
    const [[first, a], [second, b]] = Object.entries(set.keys) as [
      [string, StoredSigningKey],
      [string, StoredSigningKey],
    ];
    const swapped = { [first]: { ...a, privateKey: b.privateKey }, [second]: { ...b, privateKey: a.privateKey } };
    await storage.database.collection(signingKeys).updateOne({ _id: set._id }, { $set: { keys: swapped } });
    await expect(newAccessToken(start())).rejects.toThrow(SigningKeyLockedError);
  });

  it("survives a new SECRET_KEY while the old one is listed after it (Q185)", async () => {
    const { start } = openStorage(form);
    const before = start();
    const token = await newAccessToken(before);
    const after = start({ secretKeys: [renewedSecret, testSecret] });
    expect(await after.accessTokens.verify(token)).not.toBeNull();
    expect(await before.accessTokens.verify(await newAccessToken(after))).not.toBeNull();
    expect((await after.keyRing.signer()).kid).toBe((await before.keyRing.signer()).kid);
  });

  it("needs the old SECRET_KEY no more once a rotation has replaced it (Q185)", async () => {
    const { clock, start } = openStorage(form);
    const token = await newAccessToken(start());
    const both = start({ secretKeys: [renewedSecret, testSecret] });
    await both.keyRing.rotate();
    clock.advance(900);
    expect(await both.keyRing.rotate()).toMatchObject({ outcome: "activated" });
    const renewed = start({ secretKeys: [renewedSecret] });
    expect(await renewed.accessTokens.verify(await newAccessToken(renewed))).not.toBeNull();
    expect(await renewed.keyRing.find(String(takeApart(token).header.kid))).toMatchObject({ state: "retired" });
  });

  it("stays locked, and as it is, where SECRET_KEY is another one; tokens still verify", async () => {
    const { storage, start } = openStorage(form);
    const right = start();
    const token = await newAccessToken(right);
    const before = await keySetsOf(storage);
    const wrong = start({ secretKeys: [renewedSecret] });
    await expect(newAccessToken(wrong)).rejects.toThrow(SigningKeyLockedError);
    await expect(newAccessToken(wrong)).rejects.toThrow(/List that one after the new one/);
    expect(await wrong.accessTokens.verify(token)).not.toBeNull();
    expect(await keySetsOf(storage)).toEqual(before);
    expect(await newAccessToken(right)).not.toBe(token);
  });
});
