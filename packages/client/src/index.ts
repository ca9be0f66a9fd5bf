import type { App } from "@rollcall/functions";
import { hc } from "hono/client";
import { createSession, type SessionEnd } from "./session.ts";
import { memoryStore, type TokenStore, withMemory } from "./token-store.ts";

export type { SessionEnd } from "./session.ts";
export { memoryStore, type TokenStore } from "./token-store.ts";

export interface ClientOptions {
  /** Where the tokens are kept; in memory by default. */
  store?: TokenStore;
  /** Called once when the session is over. */
  onSessionEnd?: (reason: SessionEnd) => void;
  /** Instead of the global `fetch`. */
  fetch?: typeof fetch;
}

/**
 * A client for one Rollcall service.
 *
 * `api` has every route as a typed call: `await client.api.auth.login.$post({ json: { email, password } })`.
 * An answer is a Response whose `json()` is the route's success where `ok` is true, and its problem
 * otherwise; `problem.code` tells which. The client keeps the tokens of whoever signs in through it.
 * @param baseUrl the service's address, such as `https://auth.example.com`.
 */
export function createClient(baseUrl: string, options: ClientOptions = {}) {
  const base = baseUrl.replace(/\/+$/, "");
  const session = createSession({
    baseUrl: base,
    store: withMemory(options.store ?? memoryStore()),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    onSessionEnd: options.onSessionEnd ?? (() => {}),
  });
  return {
    api: hc<App>(base, { fetch: session.fetch }),
    accessToken: session.accessToken,
    signOut: session.signOut,
  };
}

export type RollcallClient = ReturnType<typeof createClient>;
