import { bounded, wait, within } from "./time.ts";

/** Milliseconds that an answer may take. */
const answerLimit = 8_000;
/** Milliseconds before the second and the third try, and how long a service may ask to wait in their place. */
const pauses = [500, 2_000];
const longestPause = 5_000;

type Send = (input: Parameters<typeof fetch>[0], init: RequestInit | undefined) => Promise<Response>;

/** How every request to the service is made. */
export interface Requests {
  send: Send;
  /** Presents a refresh token, from a cookie if it is null. Bounded in time; rejects when no answer came. */
  present(path: "/auth/refresh" | "/auth/logout", refreshToken: string | null, attempt?: string): Promise<Response>;
}

export function createRequests(baseUrl: string, fetch: Send): Requests {
  /** Rollcall redirects nobody; whoever does must not get what was meant for it. */
  const send: Send = async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "manual" });
    if (response.type === "opaqueredirect") throw new TypeError("The request was redirected");
    return response;
  };
  return {
    send,
    present(path, refreshToken, attempt) {
      const body = JSON.stringify(refreshToken === null ? {} : { refreshToken, attempt });
      const headers = { "content-type": "application/json" };
      return bounded(answerLimit, async (signal) => {
        const init = { method: "POST", headers, body, signal, keepalive: true };
        const response = await send(baseUrl + path, refreshToken === null ? withCookie(init) : init);
        // An answer may stop in the middle.
        return new Response((await response.text()) || null, response);
      });
    },
  };
}

/** The path of a route, from the service's address on. */
export const pathOf = (baseUrl: string, url: string) => url.slice(baseUrl.length).replace(/[?#].*$/, "");

/** The routes that want an access token, and answer with a success only to a genuine one. */
export const takesToken = (path: string) => /^\/(me|users|events|auth\/tokens)(\/|$)/.test(path);

/** The refresh token comes and goes in a cookie. */
export function withCookie(init: RequestInit | undefined): RequestInit {
  return { ...withHeader(init, "x-rollcall-transport", "cookie"), credentials: "include" };
}

export function withHeader(init: RequestInit | undefined, name: string, value: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set(name, value);
  return { ...init, headers };
}

/** Sends again, after a pause, what got no answer, or one that says that something is broken for the moment. */
export async function persistently(send: () => Promise<Response>): Promise<Response> {
  for (const pause of pauses) {
    const response = await send().catch(() => null);
    const delay = Math.max(pause * (0.75 + Math.random() / 2), response ? retryAfter(response) : 0);
    if (response && (!isPassing(response) || delay > longestPause)) return response;
    await wait(delay);
  }
  return send();
}

const isPassing = ({ status }: Response) => status === 408 || status >= 500;

const retryAfter = ({ headers }: Response) => Number(headers.get("retry-after")) * 1000 || 0;

/** The tokens in an answer, or what an answer is that is nothing else, whatever it may be; it stays unread itself. */
export async function tokensIn(response: Response): Promise<unknown> {
  const body: unknown = await within(answerLimit, response.clone().json()).catch(() => null);
  return (body as { tokens?: unknown } | null)?.tokens ?? body;
}
