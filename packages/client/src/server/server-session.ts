import { ApiError, unwrap } from "../api/error.ts";
import { isRefused, problemOf } from "../api/problem.ts";
import type { ServiceToken } from "../api/routes.ts";
import type { Reauthenticate } from "../session/reauthentication.ts";
import { createRequests, pathOf, type Requests, takesToken, tokensIn, withCookie } from "../session/requests.ts";
import { unlessAborted } from "../session/time.ts";
import { type AccessToken, givenToken, isFresh, readAccessToken } from "./access-token.ts";
import { accessCookie, bind, cookieIn, cookieText, refreshCookie } from "./cookies.ts";
import type { Visitor } from "./visitor.ts";

export interface ServerSessionOptions {
  baseUrl: string;
  visitor: Visitor;
  fetch: typeof fetch;
  reauthenticate: Reauthenticate | undefined;
}

/** The session of one visitor, for as long as one request of theirs is answered. It is nobody else's. */
export class ServerSession {
  readonly #baseUrl: string;
  readonly #visitor: Visitor;
  readonly #fetch: typeof fetch;
  readonly #reauthenticate: Reauthenticate | undefined;
  readonly #requests: Requests;
  readonly #newCookies = new Map<string, string>();
  readonly #serviceTokens = new Map<string, Promise<string | null>>();
  #cookie: string | null;
  #token: AccessToken | null;
  #refreshing: Promise<Response | null> | undefined;
  #confirming: Promise<void> | undefined;
  #proof: Promise<boolean> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ baseUrl, visitor, fetch, reauthenticate }: ServerSessionOptions) {
    this.#baseUrl = baseUrl;
    this.#visitor = visitor;
    this.#fetch = fetch;
    this.#reauthenticate = reauthenticate;
    this.#requests = createRequests(baseUrl, (input, init) => this.#send(input, init));
    this.#cookie = visitor.cookie;
    this.#token = readAccessToken(visitor.accessToken);
  }

  get newCookies(): string[] {
    return [...this.#newCookies.values()];
  }

  /** Like `fetch`, as the visitor; with a new access token where the one at hand has expired or is refused. */
  fetch: typeof fetch = async (input, init) => {
    const path = pathOf(this.#baseUrl, String(input));
    if (!takesToken(path)) return this.#callOpenly(path, input, init);
    const response = await this.#callAsVisitor(input, init);
    if (path !== "/me/verify")
      return (await this.#isProvedAfter(response, init)) ? this.#callAsVisitor(input, init) : response;
    // A proof: where it is refused, nothing asks for it once more.
    if (response.ok) await this.#keep(response);
    return response;
  };

  /** Who the visitor is, by the service's own word. Rejects when the service cannot be asked. */
  async session(): Promise<{ userId: string; sessionId: string } | null> {
    const token = await this.#usable();
    if (token && !token.isGenuine) {
      this.#confirming ??= this.#confirm();
      await this.#confirming;
    }
    if (!this.#token?.isGenuine) return null;
    const { userId, sessionId } = this.#token;
    return { userId, sessionId };
  }

  async accessToken(audience?: string): Promise<string | null> {
    const token = await this.#usable();
    if (!token || audience === undefined) return token?.text ?? null;
    const asked = this.#serviceTokens.get(audience) ?? this.#askForToken(audience);
    this.#serviceTokens.set(audience, asked);
    return asked;
  }

  signOut(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#cookie) await unwrap(this.#requests.present("/auth/logout", null));
      else if (this.#token) await this.#endByToken(this.#token);
      this.#end();
    });
  }

  async #callAsVisitor(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Promise<Response> {
    const failure = await unlessAborted(this.#renewStale(), init?.signal);
    const used = this.#token;
    if (failure && !used) return failure.clone();
    const response = await this.#callAs(used, input, init);
    if (!used || !(await isRefused(response, "invalid_token"))) return response;
    const passedOn = await unlessAborted(this.#replace(used), init?.signal);
    if (passedOn) return passedOn.clone();
    const renewed = this.#token;
    // Never as somebody else than those who this request has been answered as so far.
    const isOther = used.isGenuine && renewed?.sessionId !== used.sessionId;
    return renewed && !isOther ? this.#callAs(renewed, input, init) : response;
  }

  /** Whether a call was refused for want of a new proof, and that has been given: asked for once, whatever else wants it. */
  async #isProvedAfter(response: Response, init: RequestInit | undefined): Promise<boolean> {
    if (!this.#reauthenticate || !(await isRefused(response, "reauthentication_required"))) return false;
    const problem = await problemOf(response);
    // What is no text may be a stream, which is used up.
    if (problem?.code !== "reauthentication_required" || typeof (init?.body ?? "") !== "string") return false;
    this.#proof ??= Promise.resolve(problem).then(this.#reauthenticate);
    return unlessAborted(this.#proof, init?.signal);
  }

  /** For a visitor who has sent nothing but an access token. */
  async #endByToken(token: AccessToken): Promise<void> {
    const url = `${this.#baseUrl}/me/sessions/${encodeURIComponent(token.sessionId)}`;
    const response = await this.#callAs(token, url, { method: "DELETE" });
    if (!(await isRefused(response, "invalid_token"))) await unwrap(response);
  }

  /** Every request to the service: with what the visitor has, and what the service says of it. */
  async #send(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Promise<Response> {
    // Only of use in a browser, and not known everywhere else.
    const { credentials, keepalive, ...rest } = init ?? {};
    const headers = new Headers(rest.headers);
    const { userAgent, origin } = this.#visitor;
    if (userAgent) headers.set("user-agent", userAgent);
    if (!headers.has("x-rollcall-transport")) return this.#fetch(input, { ...rest, headers });
    headers.set("origin", origin);
    if (this.#cookie) headers.set("cookie", `${refreshCookie}=${this.#cookie}`);
    const response = await this.#fetch(input, { ...rest, headers });
    for (const text of response.headers.getSetCookie()) this.#take(text);
    return response;
  }

  /** One after the other, what may set the cookie: an answer that overtook another would be of a session that is over. */
  #inTurn<T>(exchange: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(exchange);
    this.#turn = done.catch(() => {});
    return done;
  }

  #take(text: string): void {
    if (!text.startsWith(`${refreshCookie}=`)) return;
    this.#newCookies.set(refreshCookie, text);
    this.#cookie = cookieIn(text.replace(/;.*/, ""), refreshCookie);
  }

  async #callAs(token: AccessToken | null, input: Parameters<typeof fetch>[0], init: RequestInit | undefined) {
    if (!token) return this.#requests.send(input, init);
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${token.text}`);
    const response = await this.#requests.send(input, { ...init, headers });
    if (response.ok) token.isGenuine = true;
    return response;
  }

  /** A route for whoever it may be: it may begin a session or end one. */
  #callOpenly(path: string, input: Parameters<typeof fetch>[0], init: RequestInit | undefined) {
    if (!path.startsWith("/auth/")) return this.#requests.send(input, init);
    return this.#inTurn(async () => {
      const response = await this.#requests.send(input, withCookie(init));
      if (response.ok) await this.#begin(response);
      if (response.status === 204 && path === "/auth/logout") this.#end();
      return response;
    });
  }

  /** Takes the tokens of an answer, if it has any. @returns whether it had. */
  async #begin(response: Response): Promise<boolean> {
    return this.#cookie !== null && this.#keep(response);
  }

  /** Takes the access token of an answer, if it has one. @returns whether it had. */
  async #keep(response: Response): Promise<boolean> {
    const token = givenToken(await tokensIn(response));
    if (!token) return false;
    this.#token = token;
    this.#serviceTokens.clear();
    const maxAge = Math.round((token.expiresAt - Date.now()) / 1000);
    if (this.#cookie)
      this.#newCookies.set(accessCookie, cookieText(accessCookie, bind(token.text, this.#cookie), maxAge));
    return true;
  }

  #end(): void {
    this.#token = null;
    this.#cookie = null;
    if (this.#visitor.cookie || this.#newCookies.has(accessCookie)) {
      this.#newCookies.set(accessCookie, cookieText(accessCookie, "", 0));
    }
  }

  /** @returns what a refresh was answered with that was necessary and failed. */
  async #renewStale(): Promise<Response | null> {
    if (this.#token && isFresh(this.#token)) return null;
    return this.#cookie ? this.#refresh() : null;
  }

  /** A token has been refused: another one is needed, if another call has not got it yet. */
  async #replace(refused: AccessToken): Promise<Response | null> {
    if (this.#token === refused) this.#token = null;
    return this.#token || !this.#cookie ? null : this.#refresh();
  }

  /** One refresh, whoever needs it and however often. Null: it is done, or the session is over. */
  #refresh(): Promise<Response | null> {
    this.#refreshing ??= this.#inTurn(() => this.#refreshOnce());
    return this.#refreshing;
  }

  async #refreshOnce(): Promise<Response | null> {
    // Somebody has signed in or out meanwhile.
    if (!this.#cookie || (this.#token && isFresh(this.#token))) return null;
    const response = await this.#requests.present("/auth/refresh", null);
    if (response.ok) {
      if (await this.#begin(response)) return null;
      throw new Error("The session could not be refreshed: something other than Rollcall answered");
    }
    if (!(await isRefused(response, "invalid_refresh_token"))) return response;
    this.#end();
    return null;
  }

  /** A token to be handed out, or null. Rejects when it has to be asked for and cannot be had now. */
  async #usable(): Promise<AccessToken | null> {
    const failure = await this.#renewStale();
    if (this.#token && this.#token.expiresAt > Date.now()) return this.#token;
    if (failure) throw new ApiError(failure, await problemOf(failure));
    return null;
  }

  async #confirm(): Promise<void> {
    const response = await this.fetch(`${this.#baseUrl}/me`);
    if (!(await isRefused(response, "invalid_token"))) await unwrap(response);
  }

  async #askForToken(audience: string): Promise<string | null> {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ audience }) };
    const response = await this.fetch(`${this.#baseUrl}/auth/tokens`, init);
    // The session is over; others' 401 say nothing of it, nor does one that wants a second factor.
    if (await isRefused(response, "invalid_token")) return null;
    return ((await unwrap(response)) as ServiceToken).accessToken;
  }
}
