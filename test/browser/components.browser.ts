import type { Page as Tab } from "playwright-core";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { createClient } from "../../packages/client/src/index.ts";
import { LatePart, Page } from "./pages/page.tsx";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { answersOf, listeningRollcall, servePage } from "./support/services.ts";
import { register, saveName, signOut } from "./support/tabs.ts";

useBrowser();

const builtIn = "http://127.0.0.1:3000";

/** The page of components, and how often it has asked who is signed in. */
async function openComponents(html = "") {
  const rollcall = await listeningRollcall();
  const page = await servePage("components", {
    [builtIn]: rollcall.url,
    '<div id="root"></div>': `<div id="root">${html}</div>`,
  });
  const context = await openBrowser();
  const reads = () => answersOf(rollcall, "GET /me");
  return { rollcall, context, page, tab: await openPage(context, page), reads };
}

const textOf = (tab: Tab, id: string) => tab.locator(`#${id}`).textContent();

describe("the components", () => {
  it("show what is for nobody, and then what is for whoever is signed in", async () => {
    const { tab } = await openComponents();
    await tab.getByText("Nobody").waitFor();
    await register(tab, "ada@example.com");
    await tab.getByText("ada@example.com").first().waitFor();
    expect([await textOf(tab, "state"), await tab.getByText("Nobody").count()]).toEqual(["signed-in", 0]);
    await signOut(tab);
    await tab.getByText("Nobody").waitFor();
  });

  it("read the account once for all of them, under StrictMode too, and anew for all of them", async () => {
    const { tab, reads } = await openComponents();
    await register(tab, "ada@example.com");
    await tab.locator("#second", { hasText: /^ada@example.com$/ }).waitFor();
    expect(reads()).toBe(1);
    await saveName(tab, "Ada");
    await tab.getByRole("button", { name: "Reload first" }).click();
    await tab.locator("#second", { hasText: /^Ada$/ }).waitFor();
    expect(reads()).toBe(2);
  });

  it("say when it could not be read, and read it when they are told to", async () => {
    const { tab, context, rollcall } = await openComponents();
    const me = `${rollcall.url}/me`;
    await context.route(me, (route) => route.fulfill({ status: 502, headers: { "access-control-allow-origin": "*" } }));
    await register(tab, "ada@example.com");
    await tab.locator("#first", { hasText: /^failed$/ }).waitFor();
    await context.unroute(me);
    await tab.getByRole("button", { name: "Reload second" }).click();
    await tab.locator("#first", { hasText: /^ada@example.com$/ }).waitFor();
  });

  it("begin anew with every account: neither its data nor what was typed is left for the next (Q194)", async () => {
    const { tab } = await openComponents();
    await register(tab, "ada@example.com");
    await tab.getByLabel("Draft").fill("a secret of Ada's");
    await tab.evaluate(() => {
      const shown: string[] = [];
      new MutationObserver(() => shown.push(document.body.innerText)).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      Object.assign(window, { shown });
    });
    await register(tab, "eve@example.com");
    await tab.locator("#first", { hasText: /^eve@example.com$/ }).waitFor();
    expect(await tab.getByLabel("Draft").inputValue()).toBe("");
    const shown = await tab.evaluate(() => (window as unknown as { shown: string[] }).shown);
    expect(shown.filter((text) => text.includes("ada@") && text.includes("eve@"))).toEqual([]);
  });

  it("keep what was typed while the tokens are refreshed", async () => {
    const { tab, rollcall, reads } = await openComponents();
    await register(tab, "ada@example.com");
    await tab.getByLabel("Draft").fill("half a sentence");
    rollcall.clock.advance(601);
    expect(await saveName(tab, "Ada")).toBe(200);
    expect([await tab.getByLabel("Draft").inputValue(), reads()]).toEqual(["half a sentence", 1]);
  });

  it("hear what happens in another tab", async () => {
    const { tab, context, page } = await openComponents();
    const other = await openPage(context, page);
    await register(other, "ada@example.com");
    await tab.getByText("ada@example.com").first().waitFor();
    await signOut(other);
    await tab.getByText("Nobody").waitFor();
  });
});

describe("on a server", () => {
  const rendered = renderToString(
    createElement(Page, {
      client: createClient("https://auth.example.test", {
        fetch: () => Promise.reject(new Error("Not on a server")),
        reauthenticate: () => false,
      }),
      Late: LatePart,
    }),
  );

  it("the components render neither what is for nobody nor what is for somebody", () => {
    expect(rendered).toBe('<p id="state">unknown</p><!--$--><p id="late">unknown</p><!--/$-->');
  });

  it("what they render is taken over by the page without a word, whoever is signed in", async () => {
    const { tab } = await openComponents(rendered);
    await tab.getByText("Nobody").waitFor();
    await register(tab, "ada@example.com");
    await tab.reload();
    await tab.getByText("ada@example.com").first().waitFor();
    expect(await textOf(tab, "state")).toBe("signed-in");
    // What a server has rendered stands until its code comes, and then it knows as much as the rest.
    expect(await textOf(tab, "late")).toBe("unknown");
    await tab.evaluate(() => window.comeLate());
    await tab.getByText("signed-in, loaded").waitFor();
  });
});
