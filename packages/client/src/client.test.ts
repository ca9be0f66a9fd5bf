import { describe, expect, it, vi } from "vitest";
import { password, startRollcall, type TestRollcall } from "../../../test/support/rollcall.ts";
import { sessionKeyOf } from "./base-address.ts";
import { createClient, memoryStore, type SessionEnd, type TokenStore } from "./index.ts";

const key = sessionKeyOf("https://auth.example.test");

/** A signed-in client, with what passed over the wire and what it reported. */
async function signedIn(rollcall: TestRollcall = startRollcall(), store: TokenStore = memoryStore()) {
  const ends: SessionEnd[] = [];
  const client = rollcall.client({ store, onSessionEnd: (reason) => ends.push(reason) });
  await client.api.auth.register.$post({ json: { email: "ada@example.com", password } });
  return { ...client, rollcall, store, ends };
}

/** Lets the pauses between the tries of a refresh pass at once. */
async function withoutPauses<T>(task: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const [outcome] = await Promise.allSettled([task(), vi.advanceTimersByTimeAsync(10_000)]);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  } finally {
    vi.useRealTimers();
  }
}

function refreshesIn({ logs }: TestRollcall): number {
  return logs.filter((line) => JSON.parse(line).route === "/auth/refresh").length;
}

describe("keeping tokens", () => {
  it("sends the access token of whoever registered or signed in", async () => {
    const { api } = await signedIn();
    const response = await api.me.$get();
    expect(response.ok && (await response.json()).email).toBe("ada@example.com");
  });

  it("gets tokens for other services, refreshed like any call, and keeps its own", async () => {
    const { api, rollcall, accessToken } = await signedIn();
    const ask = async () => {
      const response = await api.auth.tokens.$post({ json: { audience: "orders" } });
      return response.ok ? (await response.json()).accessToken : (await response.json()).code;
    };
    const own = await accessToken();
    expect(await ask()).toMatch(/^ey/);
    expect(await accessToken()).toBe(own);
    rollcall.clock.advance(601);
    expect(await ask()).toMatch(/^ey/);
    expect(refreshesIn(rollcall)).toBe(1);
    expect((await api.me.$get()).status).toBe(200);
  });

  it("keeps them in the store that it was given, for the next client", async () => {
    const { rollcall, store } = await signedIn();
    const { api } = rollcall.client({ store });
    expect((await api.me.$get()).status).toBe(200);
  });

  it("works with a store whose methods are asynchronous", async () => {
    const items = memoryStore();
    const store: TokenStore = {
      getItem: async (key) => items.getItem(key),
      setItem: async (key, value) => items.setItem(key, value),
      removeItem: async (key) => items.removeItem(key),
    };
    const { api } = await signedIn(startRollcall(), store);
    expect((await api.me.$get()).status).toBe(200);
  });

  it("keeps them in memory where the store cannot be written", async () => {
    const full: TokenStore = {
      ...memoryStore(),
      setItem() {
        throw new Error("The quota is exceeded");
      },
    };
    const { api, rollcall } = await signedIn(startRollcall(), full);
    rollcall.clock.advance(601);
    expect((await api.me.$get()).status).toBe(200);
  });

  it("keeps them in memory where the store is not to be had", async () => {
    const { api } = startRollcall().client({ store: () => localStorage });
    await api.auth.register.$post({ json: { email: "ada@example.com", password } });
    expect((await api.me.$get()).status).toBe(200);
  });

  it("takes a damaged store for an empty one", async () => {
    const store = memoryStore();
    await store.setItem(key, "{");
    const { api, accessToken } = startRollcall().client({ store });
    expect((await api.me.$get()).status).toBe(401);
    expect(await accessToken()).toBeNull();
  });

  it("keeps the tokens of a failed sign-in out of the store", async () => {
    const { api, accessToken } = startRollcall().client();
    const response = await api.auth.login.$post({ json: { email: "ada@example.com", password } });
    expect(response.status).toBe(401);
    expect(await accessToken()).toBeNull();
  });
});

describe("an expired access token", () => {
  it("is refreshed once for any number of parallel calls, which are then repeated", async () => {
    const { api, rollcall, ends } = await signedIn();
    rollcall.clock.advance(601);
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.me.$get()));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(refreshesIn(rollcall)).toBe(1);
    expect(ends).toEqual([]);
  });

  it("is refreshed once by each of two tabs at most, and both stay signed in", async () => {
    const { rollcall, store } = await signedIn();
    const tabs = [rollcall.client({ store }), rollcall.client({ store })];
    rollcall.clock.advance(601);
    const answers = await Promise.all(tabs.map(({ api }) => api.me.$get()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    rollcall.clock.advance(601);
    expect((await tabs[0]?.api.me.$get())?.status).toBe(200);
  });

  it("repeats a call with its body", async () => {
    const { api, rollcall } = await signedIn();
    rollcall.clock.advance(601);
    const response = await api.me.$patch({ json: { name: "Ada" } });
    expect(response.ok && (await response.json()).name).toBe("Ada");
  });

  it("is never handed out, when it cannot be renewed", async () => {
    const { rollcall, store } = await signedIn();
    const stored = JSON.parse((await store.getItem(key)) as string);
    await store.setItem(key, JSON.stringify({ ...stored, receivedAt: Date.now() - 601_000 }));
    const unavailable = createClient(rollcall.url, { store, fetch: async () => new Response(null, { status: 503 }) });
    await expect(withoutPauses(() => unavailable.accessToken())).rejects.toThrow("503");
  });

  it("is not replaced by the token of somebody else who has signed in meanwhile", async () => {
    const { rollcall, store } = await signedIn();
    const eve = { email: "eve@example.com", password };
    const changing: typeof fetch = async (input, init) => {
      const response = await rollcall.fetch(input, init);
      if (String(input).endsWith("/me")) await rollcall.client({ store }).api.auth.register.$post({ json: eve });
      return response;
    };
    const { api } = createClient(rollcall.url, { store, fetch: changing });
    rollcall.clock.advance(601);
    expect((await api.me.$get()).status).toBe(401);
  });

  it("is renewed ahead of time for calls that are made without the client", async () => {
    const { accessToken, rollcall, store } = await signedIn();
    const first = await accessToken();
    const stored = JSON.parse((await store.getItem(key)) as string);
    await store.setItem(key, JSON.stringify({ ...stored, receivedAt: Date.now() - 599_000 }));
    expect(await accessToken()).not.toBe(first);
    expect(refreshesIn(rollcall)).toBe(1);
  });
});

describe("the end of a session", () => {
  it("is reported once, for any number of parallel calls that meet it, and their problem says so", async () => {
    const { api, rollcall, ends, accessToken } = await signedIn();
    rollcall.clock.advance(15 * 86_400);
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.me.$get()));
    const codes = await Promise.all(answers.map(async (answer) => (answer.ok ? "ok" : (await answer.json()).code)));
    expect(new Set(codes)).toEqual(new Set(["invalid_token"]));
    expect(ends).toEqual(["expired"]);
    expect(await accessToken()).toBeNull();
  });

  it("comes with signing out, at the server too", async () => {
    const { api, signOut, store, ends, rollcall } = await signedIn();
    const { refreshToken } = JSON.parse((await store.getItem(key)) as string);
    await signOut();
    expect(ends).toEqual(["signed_out"]);
    expect((await api.me.$get()).status).toBe(401);
    const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
    expect(response.status).toBe(401);
  });

  it("is not taken for granted when the server refuses to end it", async () => {
    const { rollcall, store, ends } = await signedIn();
    const failing: typeof fetch = async () => new Response(null, { status: 503 });
    const { signOut, accessToken } = createClient(rollcall.url, {
      store,
      fetch: failing,
      onSessionEnd: (end) => ends.push(end),
    });
    await expect(signOut()).rejects.toThrow("503");
    expect([await accessToken(), ends]).toEqual([null, ["signed_out"]]);
  });

  it("is reported once when it is asked for several times at once", async () => {
    const { signOut, ends } = await signedIn();
    await Promise.all([signOut(), signOut(), signOut()]);
    expect(ends).toEqual(["signed_out"]);
  });

  it("comes with deleting the account", async () => {
    const { api, ends } = await signedIn();
    expect((await api.me.$delete({ json: { password } })).status).toBe(204);
    expect(ends).toEqual(["account_deleted"]);
  });

  it("does not come from a service that is unavailable", async () => {
    const { rollcall, store, ends } = await signedIn();
    const unavailable: typeof fetch = async (input, init) =>
      String(input).endsWith("/auth/refresh")
        ? Response.json({ code: "unavailable" }, { status: 503 })
        : rollcall.fetch(input, init);
    const { api } = createClient(rollcall.url, { store, fetch: unavailable, onSessionEnd: (end) => ends.push(end) });
    rollcall.clock.advance(601);
    const response = await withoutPauses(() => api.me.$get());
    expect(!response.ok && (await response.json()).code).toBe("unavailable");
    expect(ends).toEqual([]);
    const recovered = rollcall.client({ store });
    expect((await recovered.api.me.$get()).status).toBe(200);
  });

  it("by signing out wins over a refresh that is under way", async () => {
    const { api, signOut, rollcall, accessToken, ends } = await signedIn();
    rollcall.clock.advance(601);
    await Promise.all([api.me.$get(), signOut()]);
    expect(await accessToken()).toBeNull();
    expect(ends).toEqual(["signed_out"]);
  });
});
