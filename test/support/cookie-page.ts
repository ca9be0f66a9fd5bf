import { expect } from "vitest";
import type { DatabaseForm } from "./databases.ts";
import { password, startRollcall, type TestRollcall, type TestRollcallOptions } from "./rollcall.ts";

/** A page in a browser of its own: what browsers do with origins and cookies, and no script can. */
export interface Page {
  /** Sends the page's origin and, with `credentials: "include"`, the cookie; keeps the cookie that comes back. */
  fetch: typeof fetch;
  /** A call that leaves the refresh token to the browser. */
  call(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The value of the cookie that the browser has. */
  cookie: string | undefined;
}

export const cookieName = "__Host-rollcall";
export const transport = { "x-rollcall-transport": "cookie" };

export function openPage({ fetch: send, url }: Pick<TestRollcall, "fetch" | "url">, origin: string): Page {
  const page: Page = {
    cookie: undefined,
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      if (!headers.has("origin")) headers.set("origin", origin);
      const hasCookies = init?.credentials === "include";
      if (hasCookies && page.cookie !== undefined) headers.set("cookie", `a=b; ${cookieName}=${page.cookie}; c=d`);
      const response = await send(input, { ...init, headers });
      if (hasCookies) page.cookie = response.headers.getSetCookie().reduce(keep, page.cookie);
      return response;
    },
    call: (path, body = {}, headers = {}) =>
      page.fetch(url + path, {
        method: "POST",
        credentials: "include",
        headers: { "content-type": "application/json", ...transport, ...headers },
        body: JSON.stringify(body),
      }),
  };
  return page;
}

/** @throws Error for a cookie that a browser would not keep: https://www.rfc-editor.org/rfc/rfc6265#section-5.3 and the prefix's own rules. */
function keep(_: string | undefined, field: string): string | undefined {
  const [pair = "", ...attributes] = field.split("; ");
  const isKept = ["Secure", "Path=/"].every((name) => attributes.includes(name)) && !/domain=/i.test(field);
  if (!isKept || !pair.startsWith(`${cookieName}=`)) throw new Error(`No browser keeps ${field}`);
  return attributes.includes("Max-Age=0") ? undefined : pair.slice(cookieName.length + 1);
}

/** The page's origin, which may call the services that are started here. */
export const origin = "https://app.example.test";
export const account = { email: "ada@example.com", password };

export function startForPages(form?: DatabaseForm, options: TestRollcallOptions = {}) {
  const rollcall = startRollcall({ ...(form && { form }), corsOrigins: [origin], ...options });
  return { rollcall, page: openPage(rollcall, origin) };
}

/** The same with an account, which the page has signed in to a minute ago: its next refresh takes a step. */
export async function signedUp(form?: DatabaseForm, options?: TestRollcallOptions) {
  const { rollcall, page } = startForPages(form, options);
  expect((await page.call("/auth/register", account)).status).toBe(201);
  rollcall.clock.advance(60);
  return { rollcall, page };
}

/** The refresh token and the attempt in a page's cookie. */
export function partsOf({ cookie }: Page): [token: string, attempt: string] {
  return cookie?.split(".") as [string, string];
}

/** Takes the session a step further, or repeats one, and gives the new token. */
export async function refreshed(page: Page): Promise<string> {
  expect((await page.call("/auth/refresh")).status).toBe(200);
  return partsOf(page)[0];
}

/** Another browser, with a copy of the cookie. */
export function copyOf(rollcall: TestRollcall, { cookie }: Page): Page {
  return Object.assign(openPage(rollcall, origin), { cookie });
}
