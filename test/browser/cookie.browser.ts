import type { BrowserContext } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openBrowser, useBrowser } from "./support/browser.ts";
import { listeningRollcall, refreshesOf, servePage } from "./support/services.ts";
import { endsOf, openTab, register, saveName, signOut, startClient, statusOf, whoAmI } from "./support/tabs.ts";

useBrowser();

/** A tab in which Ada is signed in, with her refresh token in a cookie and the rest in memory. */
async function signedIn() {
  const rollcall = await listeningRollcall();
  const options = {
    page: await servePage("bare"),
    service: rollcall.url,
    store: "memory" as const,
    transport: "cookie" as const,
  };
  const context = await openBrowser();
  const tab = await openTab(context, options);
  await register(tab, "ada@example.com");
  return { rollcall, options, context, tab };
}

async function cookieIn(context: BrowserContext) {
  return (await context.cookies()).find(({ name }) => name === "__Host-rollcall");
}

describe("a session whose refresh token is in a cookie", () => {
  it("keeps it from every script (Q72)", async () => {
    const { context, tab } = await signedIn();
    const cookie = await cookieIn(context);
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
    const seen = await tab.evaluate(() => document.cookie + JSON.stringify([localStorage, sessionStorage]));
    expect(seen).not.toContain(cookie?.value.split(".")[0]);
    expect(seen).not.toContain("Token");
  });

  it("outlasts a page that is loaded again, from which all else is gone", async () => {
    const { options, tab, rollcall } = await signedIn();
    await tab.reload();
    await startClient(tab, options);
    expect(await tab.evaluate(() => window.client.session.isSignedIn())).toBe(true);
    expect(await whoAmI(tab)).toBe("ada@example.com");
    expect(refreshesOf(rollcall)).toBe(1);
  });

  it("is unknown until the cookie was tried, and then nobody's where there is none", async () => {
    const { options } = await signedIn();
    const tab = await openTab(await openBrowser(), options);
    expect(await tab.evaluate(() => window.client.session.isSignedIn())).toBe(false);
    expect([await statusOf(tab), await endsOf(tab)]).toEqual(["signed-out", []]);
  });

  it("is one for all tabs, with one refresh for all", async () => {
    const { options, context, tab, rollcall } = await signedIn();
    const other = await openTab(context, options);
    await expect.poll(() => statusOf(other)).toBe("signed-in");
    const before = refreshesOf(rollcall);
    rollcall.clock.advance(601);
    expect(await Promise.all([tab, other, tab, other].map(whoAmI))).toEqual(Array(4).fill("ada@example.com"));
    expect(refreshesOf(rollcall) - before).toBe(1);
    await signOut(other);
    await expect.poll(() => statusOf(tab)).toBe("signed-out");
    expect(await cookieIn(context)).toBeUndefined();
  });

  it("never acts for somebody else, whose cookie it has become (Q194)", async () => {
    const { options, context, tab, rollcall } = await signedIn();
    const other = await openTab(context, options);
    await register(other, "eve@example.com");
    rollcall.clock.advance(601);
    await expect.poll(() => saveName(tab, "Ada")).toBe(401);
    expect([await statusOf(tab), await endsOf(tab)]).toEqual(["signed-out", ["replaced"]]);
    expect(await whoAmI(other)).toBe("eve@example.com");
  });

  it("outlasts a refresh whose answer is lost, however late the next comes (Q186)", async () => {
    const { options, context, tab, rollcall } = await signedIn();
    const lost: number[] = [];
    await context.route("**/auth/refresh", async (route) => {
      if (lost.length > 0) return route.continue();
      const answer = await route.fetch();
      lost.push(answer.status());
      // Its cookie has not come either.
      await context.addCookies([before]);
    });
    const before = { ...(await cookieIn(context)) } as never;
    rollcall.clock.advance(601);
    const call = whoAmI(tab).catch(() => {});
    await expect.poll(() => lost).toEqual([200]);
    await tab.reload();
    await call;
    rollcall.clock.advance(3_600);
    await startClient(tab, options);
    expect(await whoAmI(tab)).toBe("ada@example.com");
  });

  it("is refused to a page that the service does not allow, before anything is done (Q73)", async () => {
    const rollcall = await listeningRollcall({ allowsLoopback: false });
    const context = await openBrowser();
    const tab = await openTab(context, {
      page: await servePage("bare"),
      service: rollcall.url,
      store: "memory",
      transport: "cookie",
    });
    await expect(register(tab, "ada@example.com")).rejects.toThrow("Failed to fetch");
    expect(await cookieIn(context)).toBeUndefined();
  });
});
