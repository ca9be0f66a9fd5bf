import { createServerClient, parseCookie, type ServerClientOptions } from "../../packages/client/src/index.ts";
import { cookieName, signedUp } from "./cookie-page.ts";
import type { TestRollcall } from "./rollcall.ts";

export const accessCookie = "__Host-rollcall-access";

/** A browser in front of a server that renders pages: what the server has passed on comes back with the next request. */
export function visit(rollcall: TestRollcall, cookie?: string) {
  const jar = new Map<string, string>(cookie === undefined ? [] : [[cookieName, cookie]]);
  return {
    jar,
    /** The client that the server makes for one request. */
    request(fields: Record<string, string> = {}, options: Partial<ServerClientOptions> = {}) {
      const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const headers = new Headers({ ...(cookies && { cookie: `theme=dark; ${cookies}` }), ...fields });
      return createServerClient(rollcall.url, {
        headers,
        fetch: rollcall.fetch,
        reauthenticate: () => false,
        ...options,
      });
    },
    pass({ newCookies }: { newCookies: string[] }) {
      for (const { name, value, maxAge } of newCookies.map(parseCookie)) {
        if (maxAge === 0) jar.delete(name);
        else jar.set(name, value);
      }
    },
  };
}

/** An account in a browser, and that browser as a visitor of a server. */
export async function visited(...args: Parameters<typeof signedUp>) {
  const { rollcall, page } = await signedUp(...args);
  return { rollcall, page, visitor: visit(rollcall, page.cookie) };
}

/** How often the service was asked for something. */
export const callsOf = ({ logs }: TestRollcall, route: string) =>
  logs.filter((line) => JSON.parse(line).route === route).length;
