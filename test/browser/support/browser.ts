import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";

let browser: Browser;

/** To be called once in a file: all its tests share a browser, and each has windows of its own. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH as string,
      // Pages that one goes back to are kept, as they are for people.
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
      // Chromium's sandbox does not work for root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });
  afterAll(() => browser?.close());
}

/** A browser of somebody, with storage of its own. The test fails when one of its pages has reported an error. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const errors: string[] = [];
  context.on("weberror", (event) => errors.push(event.error().message));
  context.on("console", (message) => {
    // That an answer was a refusal is a line of Chromium's, whatever the page makes of it.
    const isRefusal = /^Failed to load resource|blocked by CORS policy/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isRefusal) errors.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  return context;
}

export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
