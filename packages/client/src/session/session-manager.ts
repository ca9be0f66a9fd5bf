import { unwrap } from "../api/error.ts";
import { isRefused } from "../api/problem.ts";
import { Endings } from "./endings.ts";
import { Holder } from "./holder.ts";
import { type Reauthenticate, Reauthentication } from "./reauthentication.ts";
import { isFresh, recordOf, remaining, type SessionRecord } from "./record.ts";
import { Refresher } from "./refresher.ts";
import { refusal } from "./refusal.ts";
import { createRequests, pathOf, type Requests, takesToken, tokensIn, withCookie } from "./requests.ts";
import { SafeStore } from "./safe-store.ts";
import { ServiceTokens } from "./service-tokens.ts";
import type { ClientSession, SessionEnd } from "./state.ts";
import type { Tabs } from "./tabs.ts";
import { unlessAborted } from "./time.ts";
import type { TokenStore } from "./token-store.ts";

export interface SessionOptions {
  baseUrl: string;
  /** Of this service: where its session is kept, and what tabs call it. */
  key: string;
  store: TokenStore;
  tabs: Tabs;
  transport: "body" | "cookie";
  fetch: typeof fetch;
  onSessionEnd: (reason: SessionEnd) => void;
  reauthenticate: Reauthenticate | undefined;
}

type Call = (record: SessionRecord | null) => Promise<Response>;

/** The session that a client works for: it begins, goes on and ends with the calls that are made through `fetch`. */
export class SessionManager {
  readonly #baseUrl: string;
  readonly #isCookie: boolean;
  readonly #requests: Requests;
  readonly #tabs: Tabs;
  readonly #holder: Holder;
  readonly #refresher: Refresher;
  readonly #endings: Endings;
  readonly #reauthentication: Reauthentication;
  readonly #serviceTokens = new ServiceTokens((audience, signal) =>
    this.fetch(`${this.#baseUrl}/auth/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ audience }),
      signal,
    }),
  );
  /** Whether the cookie, which no script sees, may hold a session. */
  #isCookieUntried: boolean;

  constructor({ baseUrl, key, store, tabs, transport, fetch, onSessionEnd, reauthenticate }: SessionOptions) {
    const safeStore = new SafeStore(store);
    this.#baseUrl = baseUrl;
    this.#tabs = tabs;
    this.#isCookie = transport === "cookie";
    this.#isCookieUntried = this.#isCookie;
    this.#requests = createRequests(baseUrl, fetch);
    this.#holder = new Holder(key, safeStore, tabs, this.#isCookie, onSessionEnd);
    this.#refresher = new Refresher(this.#holder, tabs, this.#requests);
    this.#endings = new Endings(`${key}.ended`, safeStore, this.#requests, tabs, (id) => this.#holder.isTaken(id));
    this.#reauthentication = new Reauthentication(this.#holder, this.#refresher, reauthenticate);
    void this.#holder.current();
    if (this.#holder.state.status !== "signed-in") void tabs.ask();
    this.#endings.runQuietly();
    tabs.online(this.#endings.runQuietly);
  }

  /** What a page may watch. */
  view(): ClientSession {
    const holder = this.#holder;
    const current = () => this.#current();
    return {
      get state() {
        return holder.state;
      },
      subscribe(listener) {
        if (holder.state.status === "unknown") void current();
        return holder.subscribe(listener);
      },
      isSignedIn: async () => (await current()) !== null,
    };
  }

  /** Like `fetch`, as whoever is signed in on this page; refreshes the access token and repeats the call if it has expired. */
  fetch: typeof fetch = async (input, init) => {
    const path = pathOf(this.#baseUrl, String(input));
    if (!takesToken(path)) return this.#callOpenly(path, input, init);
    const shown = this.#holder.state;
    const record = await unlessAborted(this.#current(), init?.signal);
    // It has ended, or somebody else has signed in: the call was meant for whom the page showed.
    if (shown.status === "signed-in" && shown.userId !== record?.userId) return refusal(path);
    const call: Call = (current) => this.#requests.send(input, authorized(init, current));
    if (!record) return call(null);
    const askedAt = Date.now();
    let response = await this.#callAs(record, call, path, init?.signal);
    const proved = await this.#reauthentication.after(response, record, init);
    if (proved) response = await this.#callAs(proved, call, path, init?.signal);
    if (response.ok) this.#endings.retry();
    if (response.ok && path === "/me/verify") await this.#followProof(await tokensIn(response), askedAt);
    if (response.status === 204 && init?.method === "DELETE") await this.#followDeletion(path, record.userId);
    return response;
  };

  /** For whom `accessToken()` is, see createClient. */
  async accessToken(audience?: string): Promise<string | null> {
    const record = await this.#current();
    if (!record || audience !== undefined) return record && this.#serviceToken(record, audience as string);
    if (isFresh(record)) return record.accessToken;
    const failure = await this.#refresher.renew(record).catch((error: unknown) => error);
    const renewed = await this.#holder.current();
    if (renewed?.userId !== record.userId) return null;
    if (remaining(renewed) > 0 || !failure) return renewed.accessToken;
    if (failure instanceof Response) await unwrap(failure.clone());
    throw failure;
  }

  async signOut(): Promise<void> {
    const record = await this.#current();
    // First noted down and then done: a page may be closed at any moment.
    if (record || this.#isCookieUntried) await this.#endings.add(record);
    this.#isCookieUntried = false;
    await this.#holder.end("signed_out", record);
    this.#holder.close();
    await this.#endings.run();
  }

  /** The session, once it is known. */
  async #current(): Promise<SessionRecord | null> {
    const record = await this.#holder.current();
    if (record || !this.#isCookieUntried) return record;
    try {
      // A sign-out that waits has its token in the cookie.
      await this.#endings.run();
      this.#isCookieUntried = (await this.#refresher.renew(null)) !== null;
    } catch {}
    this.#holder.close();
    return this.#holder.current();
  }

  async #callAs(first: SessionRecord, call: Call, path: string, signal: AbortSignal | null | undefined) {
    let record = first;
    for (let tries = 2; ; tries--) {
      const response = tries && remaining(record) <= 0 ? null : await call(record);
      if (response && !(tries && (await isRefused(response, "invalid_token")))) return response;
      const passedOn = await unlessAborted(this.#refresher.renew(record), signal);
      if (passedOn) return passedOn.clone();
      const renewed = await this.#holder.current();
      const isSame = renewed?.userId === record.userId;
      if (!isSame || renewed.accessToken === record.accessToken) return response ?? refusal(path);
      // Another tab's, perhaps, which may have expired as well.
      record = renewed;
    }
  }

  /** A route for whoever it may be: it may begin a session or end one. */
  async #callOpenly(path: string, input: Parameters<typeof fetch>[0], init: RequestInit | undefined) {
    if (!path.startsWith("/auth/")) return this.#requests.send(input, init);
    const exchange = async () => {
      const sentAt = Date.now();
      const response = await this.#requests.send(input, this.#isCookie ? withCookie(init) : init);
      const record = response.ok ? recordOf(await tokensIn(response), sentAt) : null;
      if (record) await this.#begin(record);
      return response;
    };
    // A sign-out that waits has its token in the cookie that this answer may set.
    if (this.#isCookie) await this.#endings.run().catch(() => {});
    // Answers set the cookie, so no two of them must overtake each other, and all tabs have to hear of them.
    const response = await (this.#isCookie ? this.#tabs.exclusively(exchange, true) : exchange());
    if (path === "/auth/logout" && response.status === 204) await this.#followLogout(init);
    return response;
  }

  async #begin(record: SessionRecord): Promise<void> {
    const replaced = await this.#holder.begin(record);
    this.#isCookieUntried = false;
    if (replaced?.refreshToken) await this.#endings.add(replaced);
    this.#endings.runQuietly();
  }

  async #followLogout(init: RequestInit | undefined): Promise<void> {
    const record = await this.#holder.current();
    if (record && String(init?.body).includes(record.refreshToken ?? "")) await this.#holder.end("signed_out", record);
  }

  /** By the session as it is now: that of the call may have been replaced by another one of the account. */
  async #followDeletion(path: string, userId: string): Promise<void> {
    const record = await this.#holder.current();
    const isAccount = path === "/me";
    const isOver = isAccount || path === `/me/sessions/${record?.sessionId}`;
    if (!isOver || record?.userId !== userId) return;
    await this.#holder.end(isAccount ? "account_deleted" : "signed_out", record);
    // The cookie goes, too.
    if (record.refreshToken === null) await this.#endings.add(record).then(this.#endings.runQuietly);
  }

  /** From now on the session's access token says when that was, also where it was renewed at the same time. */
  async #followProof(token: unknown, askedAt: number): Promise<void> {
    const proved = recordOf(token, askedAt);
    if (!proved) return;
    await this.#holder.extend(token, askedAt);
    for (let tries = 2; tries > 0; tries--) {
      const record = await this.#holder.current();
      if (record?.sessionId !== proved.sessionId || record.authenticatedAt >= proved.authenticatedAt) return;
      await this.#refresher.renew(record).catch(() => {});
    }
  }

  async #serviceToken(record: SessionRecord, audience: string): Promise<string | null> {
    try {
      return await this.#serviceTokens.get(record, audience);
    } catch (error) {
      if (this.#holder.state.status === "signed-out") return null;
      throw error;
    }
  }
}

function authorized(init: RequestInit | undefined, record: SessionRecord | null): RequestInit {
  const headers = new Headers(init?.headers);
  if (record) headers.set("authorization", `Bearer ${record.accessToken}`);
  return { ...init, headers };
}
