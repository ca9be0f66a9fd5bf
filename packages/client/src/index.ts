import { buildClient, type ClientOptions, type RollcallClient } from "./client.ts";
import type { NeedsReauthenticate, Reauthenticate } from "./session/reauthentication.ts";
import { tabsOf } from "./session/tabs.ts";

export { ApiError, isApiError, type SuccessOf, unwrap } from "./api/error.ts";
export type * from "./api/routes.ts";
export type { ClientOptions, RollcallClient } from "./client.ts";
export { type NewCookie, parseCookie } from "./server/cookies.ts";
export { createServerClient, type RollcallServerClient, type ServerClientOptions } from "./server/server-client.ts";
export type { NeedsReauthenticate, Reauthenticate } from "./session/reauthentication.ts";
export type { ClientSession, SessionEnd, SessionState } from "./session/state.ts";
export { memoryStore, type TokenStore } from "./session/token-store.ts";

/**
 * A client for one Rollcall service.
 *
 * `api` has every route as a typed call: `await client.api.auth.login.$post({ json: { email, password } })`.
 * An answer is a Response whose `json()` is the route's success where `ok` is true, and its problem
 * otherwise; `problem.code` tells which. The client keeps the tokens of whoever signs in through it.
 * @param baseUrl the service's address, such as `https://auth.example.com`, or a path on the page's own origin.
 * @throws TypeError when `baseUrl` is neither.
 */
export function createClient(
  baseUrl: string,
  options: ClientOptions & { reauthenticate: Reauthenticate },
): RollcallClient;
/**
 * The same without `reauthenticate`: the routes that may want a new proof of who is signed in cannot be called, by their types.
 * @throws TypeError when `baseUrl` is no address.
 */
export function createClient(baseUrl: string, options?: ClientOptions): RollcallClient<NeedsReauthenticate>;
export function createClient(baseUrl: string, options: ClientOptions = {}): RollcallClient {
  return buildClient(baseUrl, options, tabsOf);
}
