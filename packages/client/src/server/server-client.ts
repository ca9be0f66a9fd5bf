import { createApi } from "../api/create-api.ts";
import type { Api } from "../api/routes.ts";
import { baseAddressOf } from "../base-address.ts";
import type { NeedsReauthenticate, Reauthenticate } from "../session/reauthentication.ts";
import { ServerSession } from "./server-session.ts";
import { type RequestHeaders, visitorOf } from "./visitor.ts";

export interface ServerClientOptions {
  /** The header fields of the request that is being answered: a `Headers`, or those of a request of Node's. */
  headers: RequestHeaders;
  /**
   * The origin of the app's pages, such as `https://app.example.com`, which the service allows (CORS_ORIGINS). Without
   * it, that of `baseUrl`, which does where it is the service's own, and costs a refresh with everything that pages send.
   */
  origin?: string | undefined;
  /**
   * Called when the service wants a more recent or a stronger proof of who the visitor is, once at most. Pass on, with
   * `api.me.verify.$post`, what the request has brought for that, and return whether it has succeeded: the call is then made
   * once more, and otherwise answered with the refusal. What this throws, such as a redirect to a page that asks, the call
   * rejects with. Without it, the routes that may want such a proof cannot be called, by their types.
   */
  reauthenticate?: Reauthenticate | undefined;
  /** Instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

/** A client of one request, and with what it was made as far as its types tell: see Api. */
export interface RollcallServerClient<Caller = unknown> {
  /** Every route of the service as a typed call, made as the visitor. */
  api: Api<Caller>;
  /** Who the visitor is, or null; by the service's word, never by the request's. Rejects when it cannot be asked. */
  session: () => Promise<{ userId: string; sessionId: string } | null>;
  /**
   * An access token of the visitor's, good for another half minute, or null: for Rollcall itself, or for another
   * service by its name (`audience`). Rejects when it has to be asked for and cannot be had now.
   */
  accessToken: (audience?: string) => Promise<string | null>;
  /** Ends the visitor's session at the service. Rejects when the service did not end it. */
  signOut: () => Promise<void>;
  /** Values of `Set-Cookie` for the answer, as far as there are any now: read it when all calls are done. */
  readonly newCookies: string[];
}

/**
 * A client for a server that renders pages: for one request, and the visitor who has sent it. Their refresh token is in
 * the cookie `__Host-rollcall`, so the service is reached by browsers under the host of the pages (docs/client.md).
 *
 * Make one for every request, and let none outlive it: it shares nothing with others. It refreshes at most once, and
 * what it has learned goes back to the browser: see `newCookies`.
 * @param baseUrl the service's address, such as `https://auth.example.com`.
 * @throws TypeError when `baseUrl` is none.
 */
export function createServerClient(
  baseUrl: string,
  options: ServerClientOptions & { reauthenticate: Reauthenticate },
): RollcallServerClient;
/**
 * The same without `reauthenticate`: the routes that may want a new proof of who is signed in cannot be called, by their types.
 * @throws TypeError when `baseUrl` is no address.
 */
export function createServerClient(
  baseUrl: string,
  options: ServerClientOptions,
): RollcallServerClient<NeedsReauthenticate>;
export function createServerClient(
  baseUrl: string,
  { headers, origin, reauthenticate, fetch: given }: ServerClientOptions,
): RollcallServerClient {
  const base = baseAddressOf(baseUrl);
  if (!/^https?:/i.test(base)) throw new TypeError(`A server needs the whole address of the service, not "${baseUrl}"`);
  const session = new ServerSession({
    baseUrl: base,
    visitor: visitorOf(headers, origin ?? new URL(base).origin),
    fetch: given ?? ((input, init) => fetch(input, init)),
    reauthenticate,
  });
  return {
    api: createApi(base, session.fetch),
    session: () => session.session(),
    accessToken: (audience) => session.accessToken(audience),
    signOut: () => session.signOut(),
    get newCookies() {
      return session.newCookies;
    },
  };
}
