import { describe, expect, it } from "vitest";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { listeningRollcall, refreshesOf, servePage } from "./support/services.ts";
import {
  endsOf,
  nameOf,
  openTab,
  register,
  type Store,
  saveName,
  signOut,
  startClient,
  statusOf,
  whoAmI,
} from "./support/tabs.ts";

useBrowser();

/** Two tabs of one browser, with Ada signed in in the first; the second knows of it. */
async function twoTabs(store: Store = "localStorage") {
  const rollcall = await listeningRollcall();
  const options = { page: await servePage("bare"), service: rollcall.url, store };
  const context = await openBrowser();
  const first = await openTab(context, options);
  const second = await openTab(context, options);
  await register(first, "ada@example.com");
  await expect.poll(() => statusOf(second)).toBe("signed-in");
  return { rollcall, options, context, first, second };
}

describe.each<Store>(["localStorage", "memory"])("two tabs that keep the session in %s", (store) => {
  it("are signed in together", async () => {
    const { first, second } = await twoTabs(store);
    expect([await whoAmI(first), await whoAmI(second)]).toEqual(["ada@example.com", "ada@example.com"]);
  });

  it("are signed out together, at once", async () => {
    const { first, second } = await twoTabs(store);
    await signOut(first);
    await expect.poll(() => statusOf(second), { timeout: 1_000 }).toBe("signed-out");
    expect([await endsOf(first), await endsOf(second)]).toEqual([["signed_out"], ["signed_out"]]);
    expect(await whoAmI(second)).toBe("401 missing_token");
  });

  it("never act for somebody else, who signs in in the other one (Q194)", async () => {
    const { first, second } = await twoTabs(store);
    await register(second, "eve@example.com");
    // What a tab has done reaches the others a moment later.
    await expect.poll(() => saveName(first, "Ada")).toBe(401);
    expect([await statusOf(first), await endsOf(first)]).toEqual(["signed-out", ["replaced"]]);
    expect([await whoAmI(second), await nameOf(second)]).toEqual(["eve@example.com", null]);
  });

  it("refresh once for both when the access token has expired", async () => {
    const { rollcall, first, second } = await twoTabs(store);
    rollcall.clock.advance(601);
    const calls = [first, second, first, second].map(whoAmI);
    expect(await Promise.all(calls)).toEqual(Array(4).fill("ada@example.com"));
    expect(refreshesOf(rollcall)).toBe(1);
  });

  it("stay signed in over many refreshes, in turns", async () => {
    const { rollcall, first, second } = await twoTabs(store);
    for (const tab of [first, second, second, first]) {
      rollcall.clock.advance(601);
      expect(await whoAmI(tab)).toBe("ada@example.com");
    }
    expect(refreshesOf(rollcall)).toBe(4);
  });
});

it.each(Array.from({ length: 5 }, (_, index) => index + 1))(
  "the other tab may call in the moment in which it hears of a sign-in, however slowly storage follows: %i of 5",
  async () => {
    const rollcall = await listeningRollcall();
    const options = { page: await servePage("bare"), service: rollcall.url };
    const context = await openBrowser();
    const [first, second] = [await openTab(context, options), await openTab(context, options)];
    const called = second.evaluate(
      () =>
        new Promise<number>((resolve) => {
          window.client.session.subscribe(async () => resolve((await window.client.api.me.$get()).status));
        }),
    );
    await register(first, "ada@example.com");
    expect(await called).toBe(200);
    expect([await whoAmI(first), await whoAmI(second)]).toEqual(["ada@example.com", "ada@example.com"]);
  },
);

it("is signed out with the other tabs, when the browser's data is cleared", async () => {
  const { first, second } = await twoTabs();
  await first.evaluate(() => localStorage.clear());
  await expect.poll(() => statusOf(second)).toBe("signed-out");
  await expect.poll(() => whoAmI(first)).toMatch(/^401 /);
  expect(await statusOf(first)).toBe("signed-out");
});

describe("a page that is loaded again", () => {
  it("is still signed in", async () => {
    const { options, first } = await twoTabs();
    await first.reload();
    await startClient(first, options);
    expect([await statusOf(first), await whoAmI(first)]).toEqual(["signed-in", "ada@example.com"]);
  });

  it("learns from the other tabs who is signed in, where the session is kept in memory", async () => {
    const { options, first } = await twoTabs("memory");
    await first.reload();
    await startClient(first, options);
    await expect.poll(() => statusOf(first)).toBe("signed-in");
    expect(await whoAmI(first)).toBe("ada@example.com");
  });

  it("goes on as whoever is signed in in the other tabs", async () => {
    const { options, first, second } = await twoTabs();
    await register(second, "eve@example.com");
    await first.reload();
    await startClient(first, options);
    expect(await whoAmI(first)).toBe("eve@example.com");
  });
});

describe("a page that one goes back to", () => {
  it("is as it was, when nothing has happened meanwhile", async () => {
    const { first, options } = await twoTabs();
    await first.goto(`${options.service}/health`);
    await first.goBack({ waitUntil: "commit" });
    expect([await statusOf(first), await whoAmI(first)]).toEqual(["signed-in", "ada@example.com"]);
  });

  it("makes no call any more, when the browser's data was cleared meanwhile", async () => {
    const { context, first, second, options } = await twoTabs();
    await first.goto(`${options.service}/health`);
    await second.close();
    const other = await openPage(context, options.page);
    await other.evaluate(() => localStorage.clear());
    await first.goBack({ waitUntil: "commit" });
    await expect.poll(() => whoAmI(first)).toMatch(/^401 /);
    expect(await statusOf(first)).toBe("signed-out");
  });

  it("is loaded anew, when the session has ended meanwhile", async () => {
    const { first, second, options } = await twoTabs();
    await first.goto(`${options.service}/health`);
    await signOut(second);
    await first.goBack({ waitUntil: "commit" });
    expect(await first.evaluate(() => "client" in window)).toBe(false);
    await startClient(first, options);
    expect(await statusOf(first)).toBe("signed-out");
  });
});

describe("a window that the page has opened, with a copy of its sessionStorage", () => {
  async function opened() {
    const rollcall = await listeningRollcall();
    const options = { page: await servePage("bare"), service: rollcall.url, store: "sessionStorage" as const };
    const context = await openBrowser();
    const first = await openTab(context, options);
    await register(first, "ada@example.com");
    const opening = context.waitForEvent("page");
    await first.evaluate((url) => void window.open(url), options.page);
    const second = await opening;
    await second.waitForFunction(() => "rollcall" in window);
    await startClient(second, options);
    return { rollcall, first, second };
  }

  it("stays in step over refreshes", async () => {
    const { rollcall, first, second } = await opened();
    for (const tab of [first, second, second, first]) {
      rollcall.clock.advance(601);
      expect(await whoAmI(tab)).toBe("ada@example.com");
    }
    expect(refreshesOf(rollcall)).toBe(4);
  });

  it("is signed out with it", async () => {
    const { first, second } = await opened();
    await signOut(second);
    await expect.poll(() => statusOf(first)).toBe("signed-out");
    expect(await endsOf(first)).toEqual(["signed_out"]);
  });
});
