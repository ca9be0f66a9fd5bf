import type { BrowserContext, Page } from "playwright-core";
import { linksUrl, type TestMail } from "../../support/mails.ts";

/** Where the link of a mail leads, when it leads to the page that is served. */
export function linkIn({ link, subject }: TestMail, page: string): string {
  if (!link) throw new Error(`No link in ${subject}`);
  return link.replace(linksUrl, page);
}

/** Opens the link in a tab, where its page then waits for somebody who presses the button. */
export async function follow(tab: Page, mail: TestMail, page: string): Promise<void> {
  await tab.goto(linkIn(mail, page));
  await tab.getByRole("region").first().waitFor();
}

/** Everything that the page and its browser hold in which a token could be left. */
export async function tracesIn(tab: Page, context: BrowserContext): Promise<string> {
  const held = await tab.evaluate(() => [
    location.href,
    document.referrer,
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input")].map(({ value }) => value),
    JSON.stringify([localStorage, sessionStorage, history.state]),
    ...performance.getEntriesByType("resource").map(({ name }) => name),
  ]);
  return [...held, JSON.stringify(await context.cookies())].join("\n");
}
