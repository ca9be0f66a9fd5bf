import { afterEach, describe, expect, it, vi } from "vitest";
import { expired, situation } from "../../../../test/client-model/situation.ts";
import { asyncStore, type FailingStore, type StoreMode, syncStore } from "../../../../test/client-model/stores.ts";
import { openBrowser, settle } from "../../../../test/support/browser.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { sessionKeyOf } from "../base-address.ts";
import { createClient } from "../index.ts";

afterEach(() => vi.unstubAllGlobals());

describe("what lies in the store", () => {
  const text = (name: string, value: unknown): [string, unknown] => [name, JSON.stringify(value)];
  const token = `e30.${Buffer.from('{"sub":"user_1","sid":"sess_1","iat":1}').toString("base64url")}.c2ln`;
  const whole = { accessToken: token, refreshToken: "token", receivedAt: 1_767_225_600_000, expiresIn: 600 };

  it.each([
    ["nothing of JSON's", "{"],
    text("an object", {}),
    text("a list", []),
    text("a text", "x"),
    text("null", null),
    text("a number", 7),
    text("tokens of another version", { tokens: whole }),
    text("no access token", { ...whole, accessToken: undefined }),
    text("an access token that is none", { ...whole, accessToken: "token" }),
    text("an access token that no header takes", { ...whole, accessToken: `${token}\n` }),
    text("an access token of no session", { ...whole, accessToken: "e30.e30.c2ln" }),
    text("a refresh token that is a list", { ...whole, refreshToken: ["token"] }),
    text("no time", { ...whole, receivedAt: undefined }),
    text("a time in words", { ...whole, receivedAt: "now" }),
    text("a life without length", { ...whole, expiresIn: 0 }),
    text("a life in words", { ...whole, expiresIn: "600" }),
  ])("is nobody's session, and is removed: %s", async (_, stored) => {
    const { open, key, outcome, count } = situation();
    const store = syncStore();
    store.poke(key, stored as string);
    const { api, session, accessToken } = open(store);
    expect([await session.isSignedIn(), session.state.status]).toEqual([false, "signed-out"]);
    expect([await accessToken(), (await outcome(api.me.$get())).status]).toEqual([null, 401]);
    expect([store.peek(key), count("POST /auth/refresh")]).toEqual([null, 0]);
  });

  it("is no attempt where it is a list of one", async () => {
    const { device, key, open, outcome, sent } = await expired();
    const stored = JSON.parse(device.store.peek(key) as string);
    device.store.poke(key, JSON.stringify({ ...stored, attempt: ["a".repeat(22)] }));
    expect((await outcome(open(device.store).api.me.$get())).status).toBe(200);
    expect(sent.at(-2)?.body.attempt).toMatch(/^[\w-]{22,64}$/);
  });

  it("is no session to be ended where it is none, and does not stop those that are", async () => {
    const { device, key, open, outcome, time, service, count } = await expired();
    const { state } = device.session;
    const { refreshToken } = JSON.parse(device.store.peek(key) as string);
    const store = syncStore();
    store.poke(`${key}.ended`, JSON.stringify([null, 5, ["x"], {}, "", "a b", refreshToken]));
    open(store);
    await time.pass(10_000);
    expect([count("POST /auth/logout"), store.peek(`${key}.ended`)]).toEqual([1, null]);
    expect(state.status === "signed-in" && (await service.isAlive(state.userId, state.sessionId))).toBe(false);
    for (const garbage of ["{}", '"x"', "{", "null"]) {
      store.poke(`${key}.ended`, garbage);
      await outcome(open(store).signOut());
    }
  });
});

describe.each<[string, StoreMode, boolean]>([
  ["is full", "full", false],
  ["is forbidden", "forbidden", false],
  ["can only be read", "read-only", false],
  ["cannot be read", "unreadable", false],
  ["rejects what is to be written", "full", true],
  ["rejects everything", "forbidden", true],
  ["can only be read, later", "read-only", true],
  ["never answers", "hangs", true],
])("a store that %s", (_, mode, isAsync) => {
  const storeIn = ({ time }: Pick<ReturnType<typeof situation>, "time">): FailingStore =>
    isAsync ? asyncStore(time) : syncStore();

  it("costs nobody the session", async () => {
    const all = situation();
    const store = storeIn(all);
    store.mode = mode;
    const device = all.open(store);
    await all.signIn(device);
    for (let hour = 0; hour < 3; hour++) {
      await all.time.pass(3_600_000);
      expect((await all.outcome(device.api.me.$get())).status).toBe(200);
    }
    expect(device.ends).toEqual([]);
  });

  it("stops no sign-out, and keeps nothing of it when it is well again", async () => {
    const all = situation();
    const store = storeIn(all);
    const device = all.open(store);
    await all.signIn(device);
    const { state } = device.session;
    store.mode = mode;
    const before = all.time.elapsed;
    await all.outcome(device.signOut());
    expect(all.time.elapsed - before).toBeLessThan(60_000);
    expect(state.status === "signed-in" && (await all.service.isAlive(state.userId, state.sessionId))).toBe(false);
    store.mode = "works";
    expect(await all.outcome(device.session.isSignedIn())).toBe(false);
    await all.time.pass(1_000);
    expect([device.ends, store.peek(all.key)]).toEqual([["signed_out"], null]);
    expect(await all.outcome(all.open(store).session.isSignedIn())).toBe(false);
  });

  it("has the newest tokens when it is well again, and never older ones", async () => {
    const all = situation();
    const store = storeIn(all);
    const device = all.open(store);
    await all.signIn(device);
    store.mode = mode;
    for (let hour = 0; hour < 2; hour++) {
      await all.time.pass(3_600_000);
      await all.outcome(device.api.me.$get());
    }
    store.mode = "works";
    const token = await all.outcome(device.accessToken());
    await all.time.pass(1_000);
    expect(JSON.parse(store.peek(all.key) as string).accessToken).toBe(token);
    await all.time.pass(3_600_000);
    const reloaded = all.open(store);
    expect([(await all.outcome(reloaded.api.me.$get())).status, reloaded.ends]).toEqual([200, []]);
  });
});

it("a store whose writes overtake each other has what was written last", async () => {
  const all = situation();
  const store = asyncStore(all.time);
  const device = all.open(store);
  const accounts = [await all.service.signUp("ada"), await all.service.signUp("eve")];
  for (let round = 0; round < 4; round++) {
    await Promise.all(accounts.map((account) => all.signIn(device, account)));
    await all.time.pass(1_000);
    const token = await all.outcome(device.accessToken());
    expect(JSON.parse(store.peek(all.key) as string).accessToken).toBe(token);
  }
});

describe("two services on one origin", () => {
  it("keep apart what they store and what they are sent (Q195)", async () => {
    const services = ["https://auth.example.test", "https://auth.example.test:8443"].map((issuer) =>
      startRollcall({ settings: { issuer } }),
    );
    const store = syncStore();
    const clients = services.map((service) => service.client({ store }));
    for (const [index, { api }] of clients.entries()) {
      await api.auth.register.$post({ json: { email: `ada${index}@example.com`, password } });
    }
    const [first, second] = clients.map(({ session: { state } }) => state);
    expect(first).not.toEqual(second);
    for (const { clock } of services) clock.advance(601);
    for (const [index, { api }] of clients.entries()) {
      const response = await api.me.$get();
      expect(response.ok && (await response.json()).email).toBe(`ada${index}@example.com`);
    }
    await clients[0]?.signOut();
    expect([await clients[0]?.session.isSignedIn(), await clients[1]?.session.isSignedIn()]).toEqual([false, true]);
  });

  it("have names of their own for all that they share (Q195)", () => {
    const addresses = [
      "https://a.example",
      "https://a.example:8443",
      "https://a.example/auth",
      "https://a.example_2fauth",
    ];
    expect(new Set(addresses.map(sessionKeyOf)).size).toBe(addresses.length);
  });
});

describe("a platform without", () => {
  it.each(["atob", "crypto", "BroadcastChannel", "performance", "navigator", "structuredClone"])("%s", async (name) => {
    const rollcall = startRollcall();
    const withService: typeof fetch = async (input, init) => {
      vi.unstubAllGlobals();
      return rollcall.fetch(input, init).finally(() => vi.stubGlobal(name, undefined));
    };
    vi.stubGlobal(name, undefined);
    const { api, signOut } = createClient(rollcall.url, { fetch: withService });
    await api.auth.register.$post({ json: { email: "ada@example.com", password } });
    rollcall.clock.advance(601);
    expect((await api.me.$get()).status).toBe(200);
    await signOut();
  });
});

describe("a server", () => {
  it("may make a client that keeps nothing, or would keep it where there is nothing", () => {
    for (const store of [undefined, () => localStorage, () => null as never]) {
      expect(createClient("https://auth.example.com", { store }).session.state).toEqual({ status: "signed-out" });
    }
  });

  it.each(["auth.example.com", "localhost:3000", "//auth.example.com", "ftp://auth.example.com", "https://", "?"])(
    "is told of an address that is none: %s",
    (address) => {
      expect(() => createClient(address)).toThrow(TypeError);
    },
  );

  it("shares nothing with its other clients but by the store", async () => {
    const rollcall = startRollcall();
    const [first, second] = [rollcall.client(), rollcall.client()];
    await first.api.auth.register.$post({ json: { email: "ada@example.com", password } });
    await settle();
    expect([await first.session.isSignedIn(), await second.session.isSignedIn()]).toEqual([true, false]);
  });
});

it("a tab that is opened while storage is full hears who is signed in from the others", async () => {
  const rollcall = startRollcall();
  const full = Object.assign(syncStore(), { mode: "full" });
  const browser = openBrowser(rollcall.url, rollcall.fetch, full);
  const first = browser.open();
  await first.api.auth.register.$post({ json: { email: "ada@example.com", password } });
  const second = browser.open();
  await settle();
  expect(second.session.state).toEqual(first.session.state);
  expect((await second.api.me.$get()).status).toBe(200);
});
