import { accessCookie, cookieIn, refreshCookie, unbind } from "./cookies.ts";

/** Header fields of a request: a `Headers`, or those of a request of Node's. */
export type RequestHeaders = Pick<Headers, "get"> | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What the request that is being answered says of who has sent it. All of it is the sender's word. */
export interface Visitor {
  /** The value of the refresh token's cookie. */
  cookie: string | null;
  accessToken: string | null;
  /** Of the page that has sent it; a request for a page itself has none, and is the app's own. */
  origin: string;
  userAgent: string | null;
}

/**
 * @param ownOrigin of the app's pages. What another page has sent comes with the visitor's cookies, too, where it is of the
 * same site: their access token does not count then, and the service, which is asked for one, looks at the origin.
 */
export function visitorOf(headers: RequestHeaders, ownOrigin: string): Visitor {
  const cookies = fieldOf(headers, "cookie") ?? "";
  const cookie = cookieIn(cookies, refreshCookie);
  const origin = fieldOf(headers, "origin");
  const isOwn = origin === null || origin === ownOrigin;
  const [, bearer = null] = /^Bearer +([\w.-]+)$/i.exec(fieldOf(headers, "authorization") ?? "") ?? [];
  return {
    cookie,
    accessToken: bearer ?? (isOwn ? unbind(cookieIn(cookies, accessCookie), cookie) : null),
    origin: origin ?? ownOrigin,
    userAgent: fieldOf(headers, "user-agent"),
  };
}

function fieldOf(headers: RequestHeaders, name: string): string | null {
  if (typeof headers.get === "function") return headers.get(name);
  const value = (headers as Record<string, string | string[] | undefined>)[name];
  return (Array.isArray(value) ? value.join("; ") : value) ?? null;
}
