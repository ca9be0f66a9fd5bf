import { join } from "node:path";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { openExample, openExampleWithNotes, registerIn, signInIn } from "./support/example.ts";
import { refreshesOf } from "./support/services.ts";
import { register, startClient } from "./support/tabs.ts";

useBrowser();

const button = (tab: Page, name: string) => tab.getByRole("button", { name, exact: true });
const said = (tab: Page, text: string) => tab.getByText(text, { exact: true }).waitFor();

/** What a field is described by: its hint, or what is wrong with it. */
async function noteOf(tab: Page, label: string): Promise<string | null> {
  const id = await tab.getByLabel(label, { exact: true }).getAttribute("aria-describedby");
  return id ? tab.locator(`[id="${id}"]`).textContent() : null;
}

describe("registering and signing in", () => {
  it("tells at each field what is wrong with it, and puts the focus on the first", async () => {
    const { tab } = await openExample();
    await button(tab, "I am new here").click();
    await tab.getByLabel("E-mail address").fill("ada");
    await tab.getByLabel("Password").fill("short");
    await button(tab, "Register").click();
    const address = tab.locator("input[name=email][aria-invalid=true]");
    await address.waitFor();
    expect(await noteOf(tab, "E-mail address")).toBe("Must be an e-mail address such as name@example.com");
    expect(await noteOf(tab, "Password")).toBe("Must be at least 15 characters");
    expect(await tab.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("email");
    expect(await address.inputValue()).toBe("ada");
  });

  it("tells what is wrong with no field alone", async () => {
    const { tab } = await openExample();
    await signInIn(tab, "ada@example.com");
    await said(tab, "The address or the password is not right.");
  });

  it("tells that there is no connection, and works when there is one again", async () => {
    const { tab, context } = await openExample();
    await context.setOffline(true);
    await signInIn(tab, "ada@example.com");
    await said(tab, "There is no connection to the service. Try again.");
    await context.setOffline(false);
    await button(tab, "Sign in").click();
    await said(tab, "The address or the password is not right.");
  });

  it("lasts until one signs out, also when the page is loaded again", async () => {
    const { tab } = await openExample();
    await registerIn(tab, "ada@example.com", "Ada");
    await tab.reload();
    await said(tab, "Ada");
    await button(tab, "Sign out").click();
    await said(tab, "You are signed out.");
    // The page says so at once; what still has to tell the service keeps its note until it has.
    await expect.poll(() => tab.evaluate(() => localStorage.length)).toBe(0);
    await signInIn(tab, "ada@example.com");
    await said(tab, "Ada");
  });

  it("moves the focus along, when the page has changed beneath it", async () => {
    const { tab } = await openExample();
    await registerIn(tab, "ada@example.com");
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  });
});

describe("the account", () => {
  it("has a name that can be changed, and is shown at once", async () => {
    const { tab } = await openExample();
    await registerIn(tab, "ada@example.com", "Ada");
    await tab.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await button(tab, "Save").click();
    await said(tab, "Saved.");
    await tab.locator("header", { hasText: "Ada Lovelace" }).waitFor();
    expect(await tab.getByLabel("Name", { exact: true }).inputValue()).toBe("Ada Lovelace");
  });

  it("goes on over the expiry of its access token without anybody noticing", async () => {
    const { rollcall, tab } = await openExample();
    await registerIn(tab, "ada@example.com");
    rollcall.clock.advance(601);
    await tab.getByLabel("Name", { exact: true }).fill("Ada");
    await button(tab, "Save").click();
    await said(tab, "Saved.");
    expect(refreshesOf(rollcall)).toBe(1);
  });

  it("has sessions, of which one can be ended here", async () => {
    const { rollcall, tab, page } = await openExample();
    await registerIn(tab, "ada@example.com");
    const elsewhere = await openPage(await openBrowser(), page);
    await signInIn(elsewhere, "ada@example.com");
    await said(elsewhere, "Sessions");
    await tab.reload();
    await button(tab, "End Chrome on Linux").click();
    await button(tab, "End Chrome on Linux").waitFor({ state: "detached" });
    rollcall.clock.advance(601);
    await button(elsewhere, "Save").click();
    await said(elsewhere, "The session has ended. Sign in again.");
    await said(tab, "Sessions");
  });

  it("has a password that can be changed by who knows it, and that ends the other sessions", async () => {
    const { rollcall, tab, page } = await openExample();
    await registerIn(tab, "ada@example.com");
    const elsewhere = await openPage(await openBrowser(), page);
    await signInIn(elsewhere, "ada@example.com");
    await said(elsewhere, "Sessions");

    await tab.getByLabel("Current password").fill("not mine");
    await tab.getByLabel("New password").fill("seven lighthouses in a row");
    await button(tab, "Change the password").click();
    await said(tab, "Is not your current password");
    expect(await tab.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("currentPassword");

    await tab.getByLabel("Current password").fill("correct horse battery staple");
    await button(tab, "Change the password").click();
    await said(tab, "The password is changed.");
    rollcall.clock.advance(601);
    await button(elsewhere, "Save").click();
    await said(elsewhere, "The session has ended. Sign in again.");
    await signInIn(elsewhere, "ada@example.com", "seven lighthouses in a row");
    await said(elsewhere, "Sessions");
  });
});

describe("two tabs", () => {
  it("are signed in and out together", async () => {
    const { tab, page, context } = await openExample();
    const other = await openPage(context, page);
    await registerIn(tab, "ada@example.com", "Ada");
    await said(other, "Ada");
    await button(other, "Sign out").click();
    await said(tab, "You are signed out.");
  });

  it("never show one person's page to another, who signs in in the second (Q194)", async () => {
    const { tab, page, context } = await openExample();
    const other = await openPage(context, page);
    await registerIn(tab, "ada@example.com", "Ada");
    await said(other, "Ada");
    await tab.getByLabel("Name", { exact: true }).fill("half a name");
    await button(other, "Sign out").click();
    await registerIn(other, "eve@example.com", "Eve");
    await said(tab, "You are signed out.");
    expect(await tab.locator("body").innerText()).not.toMatch(/Ada|Eve/);
    await tab.reload();
    await said(tab, "Eve");
    expect(await tab.getByLabel("Name", { exact: true }).inputValue()).toBe("Eve");
  });
});

it("the page of who was signed in ends, when somebody else signs in without a sign-out (Q194)", async () => {
  const { rollcall, tab, page, context } = await openExample();
  await registerIn(tab, "ada@example.com", "Ada");
  await tab.getByLabel("Name", { exact: true }).fill("half a name");
  const other = await openPage(context, page);
  await other.addScriptTag({ path: join(inject("pages"), "bare/alone.js"), type: "module" });
  await expect.poll(() => other.evaluate(() => "rollcall" in window)).toBe(true);
  await startClient(other, { page, service: rollcall.url });
  await register(other, "eve@example.com");
  await said(tab, "Somebody else has signed in in another tab. Load the page again to go on as they.");
  expect(await tab.locator("body").innerText()).not.toMatch(/Ada|eve/);
  await tab.reload();
  await tab.locator("header", { hasText: "eve@example.com" }).waitFor();
  expect(await tab.getByLabel("Name", { exact: true }).inputValue()).toBe("");
});

describe("the second service", () => {
  it("keeps notes for whoever is signed in, by a token of its own", async () => {
    const { tab } = await openExampleWithNotes();
    const sent: (string | undefined)[] = [];
    tab.on("request", (request) => {
      if (request.url().endsWith("/notes") && request.method() !== "OPTIONS")
        sent.push(request.headers().authorization);
    });
    await registerIn(tab, "ada@example.com");
    await said(tab, "There are no notes yet.");
    await tab.getByLabel("New note").fill("Buy a lighthouse");
    await button(tab, "Add").click();
    await said(tab, "Buy a lighthouse");
    await tab.reload();
    await said(tab, "Buy a lighthouse");
    await button(tab, "Sign out").click();
    await registerIn(tab, "eve@example.com");
    await said(tab, "There are no notes yet.");
    const audiences = sent.map((header = "") => decodeJwt(header.replace("Bearer ", "")).aud);
    expect(new Set(audiences)).toEqual(new Set(["notes"]));
  });

  it("may be away without taking the rest along", async () => {
    const { tab } = await openExample();
    await registerIn(tab, "ada@example.com", "Ada");
    await tab.getByRole("region", { name: "Notes" }).getByRole("alert").filter({ hasText: "no connection" }).waitFor();
    await said(tab, "Sessions");
  });

  it("is missed in words where Rollcall gives no tokens for it", async () => {
    const { tab } = await openExample({}, { audiences: ["orders"] });
    await registerIn(tab, "ada@example.com");
    await tab.getByRole("region", { name: "Notes" }).getByRole("alert").filter({ hasText: "cannot do this" }).waitFor();
  });
});

describe("the page", () => {
  it.each([
    ["a phone", { width: 320, height: 640 }],
    ["a desk", { width: 1280, height: 800 }],
  ])("fits %s", async (_, viewport) => {
    const { tab } = await openExample({ viewport });
    const fits = () => tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(await fits()).toBe(true);
    await registerIn(tab, `${"ada".repeat(20)}@example.com`, "A name that is longer than anybody's should have to be");
    expect(await fits()).toBe(true);
  });
});
