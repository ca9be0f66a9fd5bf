import { describe, expect, it } from "vitest";
import { jwk, startIssuer } from "../../../../test/support/issuer.ts";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { systemClock } from "./clock.ts";
import { createRemoteKeys } from "./remote-keys.ts";

type Issuer = Awaited<ReturnType<typeof startIssuer>>["issuer"];

/** What an issuer in trouble does, and what is said of it. */
const troubles: [name: string, change: Partial<Issuer>, message: string][] = [
  ["answers 429", { status: 429 }, "answered 429"],
  ["answers 503", { status: 503, body: "Service Unavailable" }, "answered 503"],
  ["answers another page", { body: "<html>Please sign in</html>" }, "answered without a key set"],
  ["answers other JSON", { body: '{"message":"Forbidden"}' }, "answered without a key set"],
  ["publishes nothing", { keys: [] }, "answered without a key set"],
  ["publishes nothing of use", { keys: [{ kty: "oct", kid: "one" }] }, "answered without a key set"],
  ["answers nothing", { isSilent: true }, "cannot be reached"],
];
const healthy = (keys: unknown[]): Partial<Issuer> => ({ status: 200, body: undefined, isSilent: false, keys });

describe.each(troubles)("an issuer that %s", (_, trouble, message) => {
  it("is asked once by any number of callers, who are all told why there are no keys", async () => {
    const { issuer, keys } = await startIssuer([jwk("one")]);
    Object.assign(issuer, trouble);
    const callers = await Promise.allSettled(Array.from({ length: 50 }, () => keys.find("one")));
    for (const caller of callers)
      expect(caller).toMatchObject({ reason: { message: expect.stringContaining(message) } });
    for (let call = 0; call < 20; call++) await expect(keys.find("one")).rejects.toThrow(message);
    expect(issuer.reads).toBe(1);
  });

  it("is asked again after a second or so, and has its keys used at once when it is well", async () => {
    const { issuer, clock, keys } = await startIssuer([]);
    Object.assign(issuer, trouble);
    await expect(keys.find("one")).rejects.toThrow(message);
    Object.assign(issuer, healthy([jwk("one")]));
    clock.advance(1.3);
    expect(await keys.find("one")).not.toBeNull();
    expect(issuer.reads).toBe(2);
  });

  it("leaves the keys from before in use for an hour, and not longer", async () => {
    const { issuer, clock, keys } = await startIssuer([jwk("one")]);
    await keys.find("one");
    Object.assign(issuer, trouble);
    for (let minute = 1; minute < 60; minute++) {
      clock.advance(60);
      expect(await keys.find("one"), `after ${minute} minutes`).not.toBeNull();
    }
    clock.advance(60);
    await expect(keys.find("one")).rejects.toThrow(message);
  });

  it("leaves it open whether there is a key that was not known before: nobody is told that a token is bad", async () => {
    const { issuer, clock, keys } = await startIssuer([jwk("one")]);
    await keys.find("one");
    expect(await keys.find("two")).toBeNull();
    Object.assign(issuer, trouble);
    clock.advance(11);
    for (let call = 0; call < 5; call++) await expect(keys.find("two")).rejects.toThrow(message);
    expect(await keys.find("one")).not.toBeNull();
    expect(issuer.reads).toBe(2);
    Object.assign(issuer, healthy([jwk("one"), jwk("two")]));
    clock.advance(11);
    expect(await keys.find("two")).not.toBeNull();
  });
});

describe("an issuer that goes on failing", () => {
  it("is asked less and less often: 10 times in the first two minutes, at half-minute intervals after that", async () => {
    const { issuer, clock, keys } = await startIssuer([]);
    issuer.status = 503;
    const askFor = async (seconds: number) => {
      const before = issuer.reads;
      for (let second = 0; second < seconds; second++) {
        await keys.find("one").catch(() => null);
        clock.advance(1);
      }
      return issuer.reads - before;
    };
    expect(await askFor(120)).toBeLessThanOrEqual(10);
    const later = await askFor(600);
    expect(later).toBeGreaterThanOrEqual(15);
    expect(later).toBeLessThanOrEqual(21);
  });

  it("is asked again after a second when it had been well in between", async () => {
    const { issuer, clock, keys } = await startIssuer([jwk("one")]);
    for (let time = 0; time < 4; time++) {
      issuer.status = 503;
      await expect(keys.find("one")).rejects.toThrow("answered 503");
      issuer.status = 200;
      clock.advance(1.3);
      expect(await keys.find("one"), `the ${time + 1}. time`).not.toBeNull();
      clock.advance(3_600);
    }
  });

  it.each([
    ["in seconds", () => "90", 90],
    ["as a date", () => new Date(Date.now() + 90_000).toUTCString(), 88],
    ["in more seconds than anybody waits for", () => "86400", 300],
  ])("is left alone for as long as it asks for: %s", async (_, retryAfter, seconds) => {
    const { issuer, clock, keys } = await startIssuer([]);
    Object.assign(issuer, { status: 429, headers: { "retry-after": retryAfter() } });
    await expect(keys.find("one")).rejects.toThrow("answered 429");
    Object.assign(issuer, healthy([jwk("one")]));
    clock.advance(seconds - 1);
    await expect(keys.find("one")).rejects.toThrow("answered 429");
    clock.advance(1 + seconds / 4 + 2);
    expect(await keys.find("one")).not.toBeNull();
    expect(issuer.reads).toBe(2);
  });

  it.each(["", "soon", "-5", "1.5", "Thu, 01 Jan 1970 00:00:00 GMT"])(
    "is asked again in its turn when it asks for what nobody understands: %j",
    async (retryAfter) => {
      const { issuer, clock, keys } = await startIssuer([]);
      Object.assign(issuer, { status: 503, headers: { "retry-after": retryAfter } });
      await expect(keys.find("one")).rejects.toThrow("answered 503");
      Object.assign(issuer, healthy([jwk("one")]));
      clock.advance(1.3);
      expect(await keys.find("one")).not.toBeNull();
    },
  );

  it("is asked again although the clock has gone back an hour", async () => {
    const { issuer, clock, keys } = await startIssuer([]);
    issuer.status = 503;
    await expect(keys.find("one")).rejects.toThrow();
    Object.assign(issuer, healthy([jwk("one")]));
    clock.advance(-3_600);
    expect(await keys.find("one")).not.toBeNull();
  });
});

it("goes nowhere else for keys, whatever the issuer's address answers", async () => {
  const elsewhere = await startIssuer([jwk("one")]);
  const { issuer, keys } = await startIssuer([]);
  Object.assign(issuer, { status: 302, headers: { location: elsewhere.jwksUri } });
  await expect(keys.find("one")).rejects.toThrow("answered 302");
  expect(elsewhere.issuer.reads).toBe(0);
});

it("says where the keys could not be had", async () => {
  const jwksUri = `http://127.0.0.1:${await unusedPort()}/jwks.json`;
  const keys = createRemoteKeys({ jwksUri, clock: systemClock, fetch });
  await expect(keys.find("one")).rejects.toThrow(`${jwksUri} cannot be reached`);
});
