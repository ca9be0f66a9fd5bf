import type { BrowserContext, Page } from "playwright-core";
import type {} from "../pages/bare.ts";
import { openPage } from "./browser.ts";

export type Store = "localStorage" | "sessionStorage" | "memory";

export interface TabOptions {
  /** The address of a bare page. */
  page: string;
  /** The address of the service. */
  service: string;
  store?: Store;
  transport?: "body" | "cookie";
}

/** A tab that shows the bare page, with a client in it. */
export async function openTab(context: BrowserContext, options: TabOptions): Promise<Page> {
  const tab = await openPage(context, options.page);
  await startClient(tab, options);
  return tab;
}

/** Makes the client of a tab, as loading the page does. */
export function startClient(tab: Page, { service, store = "localStorage", transport = "body" }: TabOptions) {
  return tab.evaluate(
    ([service, store, transport]) => {
      const { createClient, memoryStore } = window.rollcall;
      window.client = createClient(service, {
        store: store === "memory" ? memoryStore() : window[store],
        transport,
        reauthenticate: () => false,
        onSessionEnd: (reason) => window.ends.push(reason),
      });
    },
    [service, store, transport] as const,
  );
}

export async function register(tab: Page, email: string, password = "correct horse battery staple"): Promise<void> {
  await tab.evaluate(
    async ([email, password]) => {
      const { api } = window.client;
      await window.rollcall.unwrap(api.auth.register.$post({ json: { email, password } }));
    },
    [email, password] as const,
  );
}

/** The address of the account, or how the service or the client has refused to tell. */
export function whoAmI(tab: Page): Promise<string> {
  return tab.evaluate(async () => {
    const response = await window.client.api.me.$get();
    if (response.ok) return (await response.json()).email;
    return `${response.status} ${(await response.json()).code}`;
  });
}

/** Saves a name, and returns the status of the answer. */
export function saveName(tab: Page, name: string): Promise<number> {
  return tab.evaluate(async (name) => (await window.client.api.me.$patch({ json: { name } })).status, name);
}

export function nameOf(tab: Page): Promise<string | null> {
  return tab.evaluate(async () => (await window.rollcall.unwrap(window.client.api.me.$get())).name);
}

export function signOut(tab: Page): Promise<void> {
  return tab.evaluate(() => window.client.signOut());
}

/** Whether somebody is signed in, as the client knows it, without asking anybody. */
export function statusOf(tab: Page): Promise<string> {
  return tab.evaluate(() => window.client.session.state.status);
}

export function endsOf(tab: Page): Promise<string[]> {
  return tab.evaluate(() => window.ends);
}
