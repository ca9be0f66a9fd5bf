import { createApi } from "./api/create-api.ts";
import type { Api } from "./api/routes.ts";
import { baseAddressOf, sessionKeyOf } from "./base-address.ts";
import type { Reauthenticate } from "./session/reauthentication.ts";
import { SessionManager } from "./session/session-manager.ts";
import type { ClientSession, SessionEnd } from "./session/state.ts";
import type { Tabs } from "./session/tabs.ts";
import { openStore, type TokenStore } from "./session/token-store.ts";

export interface ClientOptions {
  /**
   * Where the tokens are kept; in memory by default. `() => localStorage` works where there is none as well, as on a server,
   * or where it may not be used. All tabs of an origin share the session, wherever it is kept.
   */
  store?: TokenStore | (() => TokenStore) | undefined;
  /**
   * Where the refresh token is: with the other tokens, or (`cookie`) in a cookie that no script can read, for pages on
   * the same site as the service.
   */
  transport?: "body" | "cookie" | undefined;
  /** Called once when the session is over. */
  onSessionEnd?: ((reason: SessionEnd) => void) | undefined;
  /**
   * Called when the service wants a more recent or a stronger proof of who is signed in, once for all calls that it has refused
   * for that (401 `reauthentication_required`): the problem's `methods` say what will do. Ask for it, pass it on with
   * `api.me.verify.$post` or sign in again, and return whether that has succeeded: the calls are then made once more. Otherwise,
   * also by an error, they are answered with the refusal. A call of this kind that is made here would wait for itself.
   *
   * Without it, the routes that may want such a proof cannot be called, by their types. `() => false` leaves each refusal to
   * whoever has made the call.
   */
  reauthenticate?: Reauthenticate | undefined;
  /** Instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

/** A client, and with what it was made as far as its types tell: see Api. */
export interface RollcallClient<Caller = unknown> {
  /** Every route of the service as a typed call. */
  api: Api<Caller>;
  /** Who is signed in on this page, and how to hear of changes. */
  session: ClientSession;
  /**
   * An access token for calls that are made without `api`, good for another half minute, or null when nobody is signed
   * in: for Rollcall itself, or for another service by its name (`audience`), which is kept while it lives. Rejects
   * when it has to be asked for and cannot be had now.
   */
  accessToken: (audience?: string) => Promise<string | null>;
  /**
   * Forgets the session here and ends it at the service. Rejects when the service could not be told: that is then done
   * later, or by calling this again.
   */
  signOut: () => Promise<void>;
}

/** A client that shares its session with these tabs; for the rest see createClient. */
export function buildClient(
  baseUrl: string,
  options: ClientOptions,
  tabsOf: (name: string, store: TokenStore) => Tabs,
): RollcallClient {
  const base = baseAddressOf(baseUrl);
  const key = sessionKeyOf(base);
  const store = openStore(options.store);
  const manager = new SessionManager({
    ...options,
    baseUrl: base,
    key,
    store,
    tabs: tabsOf(key, store),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  });
  return {
    api: createApi(base, manager.fetch),
    session: manager.view(),
    accessToken: (audience) => manager.accessToken(audience),
    signOut: () => manager.signOut(),
  };
}
