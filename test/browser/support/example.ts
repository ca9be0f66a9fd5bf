import { join } from "node:path";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { startServerProcess } from "../../support/commands.ts";
import { lastMailTo } from "../../support/mails.ts";
import { password, type TestRollcall, type TestRollcallOptions } from "../../support/rollcall.ts";
import { openBrowser, openPage } from "./browser.ts";
import { follow } from "./mail.ts";
import { listeningRollcall, servePage } from "./services.ts";

const notes = join(import.meta.dirname, "../../../examples/react/notes.ts");

export const email = "ada@example.com";

export interface Example {
  rollcall: TestRollcall;
  /** The address of the page. */
  page: string;
  context: BrowserContext;
  tab: Page;
}

/** The example as it was built, open in a browser, with the real service behind it, and without the second one. */
export async function openExample(
  options: BrowserContextOptions = {},
  settings: TestRollcallOptions["settings"] = {},
): Promise<Example> {
  return show(await serveExample(settings), options);
}

/** The same with its second service, as the README starts it. */
export async function openExampleWithNotes(): Promise<Example> {
  const example = await serveExample();
  const { url } = await startServerProcess([process.execPath, notes], {
    cwd: import.meta.dirname,
    env: { ROLLCALL_URL: example.rollcall.url },
  });
  example.addresses["http://127.0.0.1:3001"] = url;
  return show(example);
}

/** The page at a name, as `npm run dev` has it: browsers make passkeys for no other. */
async function serveExample(settings: TestRollcallOptions["settings"] = {}) {
  const addresses: Record<string, string> = {};
  const page = (await servePage("example", addresses)).replace("127.0.0.1", "localhost");
  const passkeys = { rpId: "localhost", origins: [page] };
  const rollcall = await listeningRollcall({ settings: { passkeys, ...settings } });
  addresses["http://127.0.0.1:3000"] = rollcall.url;
  return { rollcall, page, addresses };
}

async function show({ rollcall, page }: Pick<Example, "rollcall" | "page">, options: BrowserContextOptions = {}) {
  const context = await openBrowser(options);
  return { rollcall, page, context, tab: await openPage(context, page) };
}

export async function registerIn(tab: Page, email: string, name = ""): Promise<void> {
  await tab.getByRole("button", { name: "I am new here" }).click();
  await tab.getByLabel("Name", { exact: true }).fill(name);
  await tab.getByLabel("E-mail address").fill(email);
  await tab.getByLabel("Password").fill(password);
  await tab.getByRole("button", { name: "Register", exact: true }).click();
  await tab.getByRole("button", { name: "Sign out" }).waitFor();
}

export async function signInIn(tab: Page, email: string, secret = password): Promise<void> {
  await tab.getByLabel("E-mail address").fill(email);
  await tab.getByLabel("Password").fill(secret);
  await tab.getByRole("button", { name: "Sign in", exact: true }).click();
}

export const button = (tab: Page, name: string) => tab.getByRole("button", { name, exact: true });
export const part = (tab: Page, name: string) => tab.getByRole("region", { name, exact: true });

/** Waits for what the page says. */
export const said = (tab: Page, text: string | RegExp) => tab.getByText(text, { exact: true }).first().waitFor();

/** An account whose address is confirmed, signed in in a tab. */
export async function confirmed(settings: TestRollcallOptions["settings"] = {}): Promise<Example> {
  const example = await openExample({}, settings);
  const { rollcall, tab, page } = example;
  await registerIn(tab, email, "Ada");
  await follow(tab, await lastMailTo(rollcall, email), page);
  await button(tab, "Confirm my address").click();
  await said(tab, "Your address is confirmed.");
  await button(tab, "Go on").click();
  await said(tab, "confirmed");
  return example;
}
