import type { CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { confirmAddress } from "../support/accounts.ts";
import type {} from "./pages/bare.ts";
import { openBrowser, useBrowser } from "./support/browser.ts";
import { listeningRollcall, servePage } from "./support/services.ts";
import { openTab, register, statusOf } from "./support/tabs.ts";
import { enableAuthenticator } from "./support/virtual-authenticator.ts";

useBrowser();

/** A tab in which Ada is signed in, and which has an authenticator that nobody touches for now. */
async function signedUp() {
  // Browsers make passkeys for names alone.
  const page = (await servePage("bare")).replace("127.0.0.1", "localhost");
  const rollcall = await listeningRollcall({ settings: { passkeys: { rpId: "localhost", origins: [page] } } });
  const context = await openBrowser();
  const tab = await openTab(context, { page, service: rollcall.url });
  await register(tab, "ada@example.com");
  await confirmAddress(rollcall, "ada@example.com");
  return { rollcall, tab, authenticator: await enableAuthenticator(tab) };
}

/** Whether whoever is asked for a finger gives it. */
const touch = (
  { devTools, authenticatorId }: { devTools: CDPSession; authenticatorId: string },
  enabled: boolean,
): Promise<unknown> => devTools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });

const add = (tab: Page) =>
  tab.evaluate(async () => {
    const result = await window.rollcall.passkeys.addPasskey(window.client, { name: "Laptop" });
    return result.ok ? result.answer.name : result.reason;
  });

const signIn = (tab: Page, autofill = false) =>
  tab.evaluate(async (autofill) => {
    const result = await window.rollcall.passkeys.signInWithPasskey(window.client, { autofill });
    return result.ok ? result.answer.user.email : result.reason;
  }, autofill);

/** The same with a passkey, and nobody signed in. */
async function enrolled() {
  const { rollcall, tab, authenticator } = await signedUp();
  await touch(authenticator, true);
  expect(await add(tab)).toBe("Laptop");
  await touch(authenticator, false);
  await tab.evaluate(() => window.client.signOut());
  return { rollcall, tab, authenticator };
}

/**
 * Asks twice for a passkey, the first time perhaps to fill it in. A touch may be taken for whatever waits, so the browser is not asked
 * again, and nobody touches the authenticator, before the first request has ended.
 */
async function signInTwice(tab: Page, authenticator: Parameters<typeof touch>[0], autofill: boolean) {
  await tab.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const get = navigator.credentials.get.bind(navigator.credentials);
    window.asking = { times: 0, goOn: resolve };
    navigator.credentials.get = async (options) => {
      window.asking.times++;
      if (window.asking.times > 1) await promise;
      return get(options);
    };
  });
  const first = signIn(tab, autofill);
  await expect.poll(() => tab.evaluate(() => window.asking.times)).toBe(1);
  const second = signIn(tab);
  const ended = await first;
  await touch(authenticator, true);
  await tab.evaluate(() => window.asking.goOn());
  return [await second, ended];
}

describe("in a browser", () => {
  it.each(["as it is", "that is older"])("%s, passkeys are made and sign in", async (age) => {
    const { tab, authenticator } = await signedUp();
    if (age !== "as it is")
      await tab.evaluate(() => {
        for (const name of ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"])
          Object.assign(PublicKeyCredential, { [name]: undefined });
        Object.assign(PublicKeyCredential.prototype, { toJSON: undefined });
      });
    await touch(authenticator, true);
    expect([await add(tab), await add(tab)]).toEqual(["Laptop", "already_registered"]);
    await tab.evaluate(() => window.client.signOut());
    expect([await signIn(tab), await statusOf(tab)]).toEqual(["ada@example.com", "signed-in"]);
  });

  it.each([
    ["a request ends the one before, and is answered itself", false],
    ["a button ends what waits to be filled in", true],
  ])("%s", async (_, autofill) => {
    const { tab, authenticator } = await enrolled();
    expect(await signInTwice(tab, authenticator, autofill)).toEqual(["ada@example.com", "cancelled"]);
  });

  it("a passkey is filled in", async () => {
    const { tab, authenticator } = await enrolled();
    await touch(authenticator, true);
    expect(await signIn(tab, true)).toBe("ada@example.com");
  });

  it("a page that passkeys are not for is told so", async () => {
    const { rollcall, tab } = await enrolled();
    rollcall.dependencies.settings.passkeys.rpId = "example.com";
    expect(await signIn(tab)).toBe("security");
  });

  it("one that was removed is offered no more", async () => {
    const { tab, authenticator } = await signedUp();
    await touch(authenticator, true);
    await add(tab);
    const left = async () => {
      const { devTools, authenticatorId } = authenticator;
      return (await devTools.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length;
    };
    expect(await left()).toBe(1);
    await tab.evaluate(async () => {
      const { api } = window.client;
      const { items } = await window.rollcall.unwrap(api.me.factors.$get());
      for (const { id } of items) await api.me.factors[":id"].$delete({ param: { id } });
      await window.rollcall.passkeys.forgetRemovedPasskeys(window.client);
    });
    await expect.poll(left).toBe(0);
  });
});
