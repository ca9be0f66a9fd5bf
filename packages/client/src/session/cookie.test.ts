import { describe, expect, it } from "vitest";
import { type Browser, openBrowser, settle } from "../../../../test/support/browser.ts";
import { account, openPage, origin, type Page, startForPages } from "../../../../test/support/cookie-page.ts";
import type { TestRollcall } from "../../../../test/support/rollcall.ts";
import { sessionKeyOf } from "../base-address.ts";
import { memoryStore, type TokenStore } from "./token-store.ts";

const eve = { ...account, email: "eve@example.com" };

/** A browser with one cookie for its tabs, which keep the rest in memory. */
function openCookieBrowser(rollcall: TestRollcall): { page: Page; open: () => ReturnType<Browser["open"]> } {
  const page = openPage(rollcall, origin);
  const browser = openBrowser(rollcall.url, page.fetch);
  return { page, open: () => browser.open({ store: memoryStore(), transport: "cookie" }) };
}

async function signedIn() {
  const { rollcall } = startForPages();
  await rollcall.client().api.auth.register.$post({ json: eve });
  const { page, open } = openCookieBrowser(rollcall);
  const tab = open();
  await tab.api.auth.register.$post({ json: account });
  return { rollcall, page, open, tab };
}

function refreshesOf({ logs }: TestRollcall): number {
  return logs.filter((line) => JSON.parse(line).route === "/auth/refresh").length;
}

describe("a client whose refresh token is in a cookie", () => {
  it("keeps no refresh token where a script could read it (Q72)", async () => {
    const { rollcall, tab, page } = await signedIn();
    expect(page.cookie).toMatch(/^[\w-]{92}\./);
    const stored = JSON.parse((await tab.store.getItem(sessionKeyOf(rollcall.url))) as string);
    expect([stored.refreshToken, typeof stored.accessToken]).toEqual([null, "string"]);
  });

  it("refreshes with it, however often, and repeats a refresh whose answer was lost a week ago (Q186)", async () => {
    const { rollcall, tab, page } = await signedIn();
    const before = page.cookie;
    rollcall.clock.advance(3_600);
    expect((await tab.api.me.$get()).status).toBe(200);
    page.cookie = before;
    rollcall.clock.advance(7 * 86_400);
    expect((await tab.api.me.$get()).status).toBe(200);
    expect(tab.ends).toEqual([]);
  });

  it("finds the session again when the page is loaded anew, by one refresh for all tabs", async () => {
    const { rollcall, tab, open } = await signedIn();
    tab.close();
    const [first, second] = [open(), open()];
    expect([first.session.state.status, second.session.state.status]).toEqual(["unknown", "unknown"]);
    expect(await Promise.all([first.session.isSignedIn(), second.session.isSignedIn()])).toEqual([true, true]);
    await settle();
    expect(refreshesOf(rollcall)).toBe(1);
    expect(second.session.state).toEqual(first.session.state);
  });

  it("knows that nobody is signed in after it has asked once, and reports no end", async () => {
    const { rollcall } = startForPages();
    const tab = openCookieBrowser(rollcall).open();
    expect(await tab.session.isSignedIn()).toBe(false);
    expect([tab.session.state.status, tab.ends]).toEqual(["signed-out", []]);
    expect((await tab.api.me.$get()).status).toBe(401);
    expect(refreshesOf(rollcall)).toBe(1);
  });

  it("signs out at the service and in the browser", async () => {
    const { rollcall, tab, page, open } = await signedIn();
    const stolen = Object.assign(openPage(rollcall, origin), { cookie: page.cookie });
    await tab.signOut();
    expect([page.cookie, tab.ends]).toEqual([undefined, ["signed_out"]]);
    expect((await stolen.call("/auth/refresh")).status).toBe(401);
    expect(await open().session.isSignedIn()).toBe(false);
  });

  it("signs out before the cookie has been tried", async () => {
    const { tab, page, open } = await signedIn();
    tab.close();
    await open().signOut();
    expect(page.cookie).toBeUndefined();
  });

  it("takes the cookie back with the account", async () => {
    const { tab, page } = await signedIn();
    await tab.api.me.$delete({ json: { password: account.password } });
    await settle();
    expect([page.cookie, tab.ends]).toEqual([undefined, ["account_deleted"]]);
  });

  it("never acts for somebody else who has signed in in another tab, though the cookie is theirs now (Q194)", async () => {
    const { rollcall, tab, open } = await signedIn();
    const other = open();
    await settle();
    other.sleep();
    await tab.api.auth.login.$post({ json: eve });
    rollcall.clock.advance(601);
    expect((await other.api.me.$patch({ json: { name: "Ada" } })).status).toBe(401);
    expect(other.ends).toEqual(["replaced"]);
    const shown = await tab.api.me.$get();
    expect(shown.ok && (await shown.json())).toMatchObject({ email: eve.email, name: null });
  });

  it("carries out a sign-out that had no network before somebody signs in, and leaves them the cookie", async () => {
    const { rollcall } = await signedIn();
    const page = openPage(rollcall, origin);
    let isOffline = false;
    const browser = openBrowser(rollcall.url, async (input, init) => {
      if (isOffline) throw new TypeError("Failed to fetch");
      return page.fetch(input, init);
    });
    const tab = browser.open({ store: memoryStore(), transport: "cookie" });
    await tab.api.auth.login.$post({ json: account });
    isOffline = true;
    await expect(tab.signOut()).rejects.toThrow("Failed to fetch");
    isOffline = false;
    await tab.api.auth.login.$post({ json: eve });
    browser.goOnline();
    await settle();
    rollcall.clock.advance(601);
    expect((await tab.api.me.$get()).status).toBe(200);
    const ended = rollcall.logs.filter((line) => JSON.parse(line).route === "/auth/logout");
    expect(ended).toHaveLength(1);
  });

  /** A browser that can be offline, in which the account has signed out without a network. */
  async function signedOutOffline(store = memoryStore()) {
    const { rollcall } = await signedIn();
    const page = openPage(rollcall, origin);
    let isOffline = false;
    const browser = openBrowser(rollcall.url, async (input, init) => {
      if (isOffline) throw new TypeError("Failed to fetch");
      return page.fetch(input, init);
    });
    const tab = browser.open({ store, transport: "cookie" });
    await tab.api.auth.login.$post({ json: account });
    isOffline = true;
    await expect(tab.signOut()).rejects.toThrow("Failed to fetch");
    tab.close();
    isOffline = false;
    return { page, open: (from: TokenStore) => browser.open({ store: from, transport: "cookie" }) };
  }

  it("does not go on with a session whose sign-out waits, when the page is loaded again", async () => {
    const store = memoryStore();
    const { page, open } = await signedOutOffline(store);
    expect([await open(store).session.isSignedIn(), page.cookie]).toEqual([false, undefined]);
  });

  it("signs out also where another page, which knows nothing of it, has gone on with the cookie", async () => {
    const store = memoryStore();
    const { page, open } = await signedOutOffline(store);
    const other = open(memoryStore());
    expect(await other.session.isSignedIn()).toBe(true);
    const again = open(store);
    await again.session.isSignedIn();
    await settle();
    expect(page.cookie).toBeUndefined();
    expect([other, again].map(({ session: { state } }) => state.status)).toEqual(["signed-out", "signed-out"]);
    expect(other.ends).toEqual(["signed_out"]);
  });

  it("signs out while the page still asks who is signed in", async () => {
    const { tab, page, open } = await signedIn();
    tab.close();
    const reloaded = open();
    const isSignedIn = reloaded.session.isSignedIn();
    await reloaded.signOut();
    await isSignedIn;
    await settle();
    expect([reloaded.session.state.status, page.cookie]).toEqual(["signed-out", undefined]);
  });

  it("does not end who signs in while another tab signs out", async () => {
    const { rollcall, tab, page, open } = await signedIn();
    const other = open();
    await settle();
    await Promise.all([tab.signOut(), other.api.auth.login.$post({ json: eve })]);
    await settle();
    rollcall.clock.advance(601);
    expect(page.cookie).toBeDefined();
    const shown = await other.api.me.$get();
    expect(shown.ok && (await shown.json()).email).toBe(eve.email);
    expect(other.ends.length).toBeLessThan(2);
  });

  it("goes on with the session that the cookie has, where it is another one of the account", async () => {
    const { rollcall, tab, page } = await signedIn();
    const before = page.cookie;
    await tab.api.auth.login.$post({ json: account });
    // As when two tabs sign in at once and the browser keeps the first one's cookie.
    page.cookie = before;
    for (let hour = 0; hour < 2; hour++) {
      rollcall.clock.advance(3_600);
      expect((await tab.api.me.$get()).status).toBe(200);
    }
    expect(tab.ends).toEqual([]);
  });
});
