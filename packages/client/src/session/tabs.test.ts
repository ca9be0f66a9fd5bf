import { describe, expect, it } from "vitest";
import { type Browser, openBrowser, settle, type Tab } from "../../../../test/support/browser.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { sessionKeyOf } from "../base-address.ts";
import { memoryStore, type TokenStore } from "./token-store.ts";

const ada = { email: "ada@example.com", password };
const eve = { email: "eve@example.com", password };

/** A store that answers later, as those of phones do. */
function slowStore(): TokenStore {
  const items = memoryStore();
  return {
    getItem: async (key) => items.getItem(key),
    setItem: async (key, value) => items.setItem(key, value),
    removeItem: async (key) => items.removeItem(key),
  };
}

/** What sessionStorage is in a tab that the browser has made from another one. */
function copyOf(store: TokenStore, key: string): TokenStore {
  const copy = memoryStore();
  const text = store.getItem(key);
  if (typeof text === "string") copy.setItem(key, text);
  return copy;
}

/** The kinds of store that two tabs may have; each makes the second tab's from the first one's. */
const kinds: [string, (browser: Browser) => TokenStore, (first: TokenStore, key: string) => TokenStore][] = [
  ["localStorage", ({ localStorage }) => localStorage, (first) => first],
  ["copies of sessionStorage", () => memoryStore(), copyOf],
  ["memory", () => memoryStore(), () => memoryStore()],
  ["stores that answer later", () => slowStore(), () => slowStore()],
];

function refreshesOf({ logs }: TestRollcall): number {
  return logs.filter((line) => JSON.parse(line).route === "/auth/refresh").length;
}

describe.each(kinds)("two tabs with %s", (_, storeOf, secondStore) => {
  /** Two tabs in which Ada is signed in. */
  async function twoTabs() {
    const rollcall = startRollcall();
    const browser = openBrowser(rollcall.url, rollcall.fetch);
    const first = browser.open({ store: storeOf(browser) });
    await first.api.auth.register.$post({ json: ada });
    await rollcall.client().api.auth.register.$post({ json: eve });
    const second = browser.open({ store: secondStore(first.store, sessionKeyOf(rollcall.url)) });
    await settle();
    return { rollcall, browser, first, second };
  }

  const idOf = ({ session: { state } }: Tab) => (state.status === "signed-in" ? state.userId : state.status);

  it("show the same account", async () => {
    const { first, second } = await twoTabs();
    expect(idOf(second)).toMatch(/^user_/);
    expect(second.session.state).toEqual(first.session.state);
    expect((await second.api.me.$get()).status).toBe(200);
  });

  it("hear of a sign-in at once", async () => {
    const { first, second } = await twoTabs();
    await first.signOut();
    await settle();
    await first.api.auth.login.$post({ json: ada });
    await settle();
    expect(second.session.state).toEqual(first.session.state);
    expect(idOf(second)).toMatch(/^user_/);
  });

  it("may call in the moment in which they hear of a sign-in, before storage shows it", async () => {
    const { first, second } = await twoTabs();
    await first.signOut();
    await settle();
    const called = new Promise<number>((resolve) => {
      second.session.subscribe(async () => resolve((await second.api.me.$get()).status));
    });
    await first.api.auth.login.$post({ json: ada });
    expect(await called).toBe(200);
    await settle();
    expect(idOf(first)).toMatch(/^user_/);
    expect(second.session.state).toEqual(first.session.state);
    expect([first.ends, second.ends]).toEqual([["signed_out"], ["signed_out"]]);
  });

  it("hear of a sign-out at once, each once (Q194)", async () => {
    const { first, second } = await twoTabs();
    await first.signOut();
    await settle();
    expect([idOf(first), idOf(second)]).toEqual(["signed-out", "signed-out"]);
    expect([first.ends, second.ends]).toEqual([["signed_out"], ["signed_out"]]);
    expect((await second.api.me.$get()).status).toBe(401);
  });

  it("hear why a session is over", async () => {
    const { rollcall, first, second } = await twoTabs();
    rollcall.clock.advance(15 * 86_400);
    await first.api.me.$get();
    await settle();
    expect([first.ends, second.ends]).toEqual([["expired"], ["expired"]]);
  });

  it("make one refresh of an expired token", async () => {
    const { rollcall, first, second } = await twoTabs();
    rollcall.clock.advance(601);
    const answers = await Promise.all([first, second, first, second].map(({ api }) => api.me.$get()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(refreshesOf(rollcall)).toBe(1);
  });

  it("go on from each other's refreshes, long after", async () => {
    const { rollcall, first, second } = await twoTabs();
    for (const tab of [first, first, second, first, second]) {
      rollcall.clock.advance(3_600);
      expect((await tab.api.me.$get()).status).toBe(200);
      await settle();
    }
    expect([first.ends, second.ends, refreshesOf(rollcall)]).toEqual([[], [], 5]);
  });

  it("go on when one has slept through the refreshes of the other", async () => {
    const { rollcall, first, second } = await twoTabs();
    second.sleep();
    for (let hour = 0; hour < 3; hour++) {
      rollcall.clock.advance(3_600);
      expect((await first.api.me.$get()).status).toBe(200);
    }
    await settle();
    second.wake();
    expect((await second.api.me.$get()).status).toBe(200);
    expect([first.ends, second.ends]).toEqual([[], []]);
  });

  it("never act for somebody else who has signed in in the other one (Q194)", async () => {
    const { rollcall, first, second } = await twoTabs();
    await first.api.auth.login.$post({ json: eve });
    const refused = await second.api.me.$patch({ json: { name: "Ada" } });
    expect(refused.status).toBe(401);
    await settle();
    expect([idOf(second), second.ends]).toEqual(["signed-out", ["replaced"]]);
    expect((await second.api.me.$patch({ json: { name: "Ada" } })).status).toBe(401);
    const account = await first.api.me.$get();
    expect(account.ok && (await account.json())).toMatchObject({ email: eve.email, name: null });
    // Whoever was replaced is signed out at the service as well.
    const { items } = await (await signInAs(rollcall)).json();
    expect(items).toHaveLength(1);
  });

  async function signInAs(rollcall: TestRollcall) {
    const { api } = rollcall.client();
    await api.auth.login.$post({ json: ada });
    const response = await api.me.sessions.$get();
    if (!response.ok) throw new Error("No sessions");
    return response;
  }

  it("go on as the same account when it signs in once more", async () => {
    const { first, second } = await twoTabs();
    await first.api.auth.login.$post({ json: ada });
    await settle();
    expect(second.session.state).toEqual(first.session.state);
    expect((await second.api.me.$get()).status).toBe(200);
    expect([first.ends, second.ends]).toEqual([[], []]);
  });

  it("agree on one account when two sign in at the same moment (Q194)", async () => {
    const { rollcall, first, second } = await twoTabs();
    await Promise.all([first.api.auth.login.$post({ json: ada }), second.api.auth.login.$post({ json: eve })]);
    await settle();
    const shown = [first, second].map(idOf).filter((id) => id !== "signed-out");
    expect(new Set(shown).size).toBe(1);
    for (let hour = 0; hour < 2; hour++) {
      rollcall.clock.advance(3_600);
      for (const tab of [first, second]) {
        const before = idOf(tab);
        expect((await tab.api.me.$get()).status).toBe(before === "signed-out" ? 401 : 200);
        expect(idOf(tab)).toBe(before);
      }
      await settle();
    }
  });

  it("may change places: who was ended by a sign-in elsewhere can sign in again", async () => {
    const { first, second } = await twoTabs();
    await first.api.auth.login.$post({ json: eve });
    await settle();
    await second.api.auth.login.$post({ json: ada });
    await settle();
    expect([idOf(first), first.ends]).toEqual(["signed-out", ["replaced"]]);
    expect((await second.api.me.$get()).status).toBe(200);
  });
});

it("a tab that was told of a sign-in keeps to it where storage is full", async () => {
  const rollcall = startRollcall();
  const items = memoryStore();
  const full: TokenStore = {
    ...items,
    setItem() {
      throw new DOMException("The quota has been exceeded", "QuotaExceededError");
    },
  };
  const browser = openBrowser(rollcall.url, rollcall.fetch, full);
  const [first, second] = [browser.open(), browser.open()];
  await first.api.auth.register.$post({ json: ada });
  await settle();
  const answers = await Promise.all([first, second].map(({ api }) => api.me.$get()));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  await second.signOut();
  await settle();
  expect([first.ends, second.ends]).toEqual([["signed_out"], ["signed_out"]]);
});
