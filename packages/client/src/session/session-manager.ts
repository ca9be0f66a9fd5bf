import { unwrap } from "../api/error.ts";
import { problemOf } from "../api/problem.ts";
import { Endings } from "./endings.ts";
import { Holder } from "./holder.ts";
import { isFresh, recordOf, remaining, type SessionRecord } from "./record.ts";
import { Refresher } from "./refresher.ts";
import { refusal } from "./refusal.ts";
import { createRequests, type Requests, tokensIn, withCookie } from "./requests.ts";
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
  readonly #serviceTokens = new ServiceTokens((audience) => this.#askForToken(audience));
  /** Whether the cookie, which no script sees, may hold a session. */
  #isCookieUntried: boolean;

  constructor({ baseUrl, key, store, tabs, transport, fetch, onSessionEnd }: SessionOptions) {
    const safeStore = new SafeStore(store);
    this.#baseUrl = baseUrl;
    this.#tabs = tabs;
    this.#isCookie = transport === "cookie";
    this.#isCookieUntried = this.#isCookie;
    this.#requests = createRequests(baseUrl, fetch);
    this.#holder = new Holder(key, safeStore, tabs, this.#isCookie, onSessionEnd);
    this.#refresher = new Refresher(this.#holder, tabs, this.#requests);
    const isSignedIn = () => this.#holder.state.status === "signed-in";
    this.#endings = new Endings(`${key}.ended`, safeStore, this.#requests, tabs, isSignedIn);
    void this.#holder.current();
    if (!isSignedIn()) void tabs.ask();
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
    const { status } = this.#holder.state;
    const record = await unlessAborted(this.#current(), init?.signal);
    // It has ended elsewhere, or somebody else has signed in: the page shows what is no longer so.
    if (status === "signed-in" && !record) return refusal(path);
    const call: Call = (current) => this.#requests.send(input, authorized(init, current));
    const response = await (record ? this.#callAs(record, call, path, init?.signal) : call(null));
    if (response.ok) this.#endings.retry();
    if (response.ok && record && init?.method === "DELETE") await this.#followDeletion(path, record);
    return response;
  };

  /** For whom `accessToken()` is, see createClient. */
  async accessToken(audience?: string): Promise<string | null> {
    const record = await this.#current();
    if (!record || audience !== undefined) return record && this.#serviceToken(record, audience as string);
    if (isFresh(record)) return record.accessToken;
    const failure = await this.#refresher.renew(record).catch((error: unknown) => error);
    const renewed = await this.#holder.current();
    if (!renewed || remaining(renewed) > 0) return renewed?.accessToken ?? null;
    if (failure instanceof Response) await unwrap(failure.clone());
    throw failure;
  }

  async signOut(): Promise<void> {
    const record = await this.#holder.current();
    // First noted down and then done: a page may be closed at any moment.
    if (record || this.#isCookieUntried) await this.#endings.add(record?.refreshToken ?? null);
    this.#isCookieUntried = false;
    await this.#holder.end("signed_out");
    this.#holder.close();
    await this.#endings.run();
  }

  /** The session, once it is known. */
  async #current(): Promise<SessionRecord | null> {
    const record = await this.#holder.current();
    if (record || !this.#isCookieUntried) return record;
    await this.#refresher.renew(null).then(
      (passedOn) => {
        this.#isCookieUntried = passedOn !== null;
      },
      () => {},
    );
    this.#holder.close();
    return this.#holder.current();
  }

  async #callAs(record: SessionRecord, call: Call, path: string, signal: AbortSignal | null | undefined) {
    const response = remaining(record) > 0 ? await call(record) : null;
    if (response && !(await isRefused(response, "invalid_token"))) return response;
    const passedOn = await unlessAborted(this.#refresher.renew(record), signal);
    if (passedOn) return passedOn.clone();
    const renewed = await this.#holder.current();
    if (renewed && renewed.accessToken !== record.accessToken) return call(renewed);
    return response ?? refusal(path);
  }

  /** A route for whoever it may be: it may begin a session or end one. */
  async #callOpenly(path: string, input: Parameters<typeof fetch>[0], init: RequestInit | undefined) {
    const send = () => this.#requests.send(input, isByCookie ? withCookie(init) : init);
    const isByCookie = this.#isCookie && path.startsWith("/auth/");
    // A sign-out that waits has its token in the cookie that this answer may set.
    if (isByCookie) await this.#endings.run().catch(() => {});
    const sentAt = Date.now();
    // Answers set the cookie, so those of two requests must not overtake each other.
    const response = await (isByCookie ? this.#tabs.exclusively(send) : send());
    if (!response.ok || !path.startsWith("/auth/")) return response;
    const record = recordOf(await tokensIn(response), sentAt);
    if (record) await this.#begin(record);
    if (path === "/auth/logout" && response.status === 204) await this.#followLogout(init);
    return response;
  }

  async #begin(record: SessionRecord): Promise<void> {
    const replaced = await this.#holder.begin(record);
    this.#isCookieUntried = false;
    if (replaced?.refreshToken) await this.#endings.add(replaced.refreshToken);
    this.#endings.runQuietly();
  }

  async #followLogout(init: RequestInit | undefined): Promise<void> {
    const record = await this.#holder.current();
    if (record && (record.refreshToken === null || String(init?.body).includes(record.refreshToken))) {
      await this.#holder.end("signed_out");
    }
  }

  async #followDeletion(path: string, { sessionId, refreshToken }: SessionRecord): Promise<void> {
    if (path === `/me/sessions/${sessionId}`) await this.#holder.end("signed_out");
    if (path !== "/me") return;
    await this.#holder.end("account_deleted");
    if (refreshToken !== null) return;
    await this.#endings.add(null);
    this.#endings.runQuietly();
  }

  async #serviceToken({ sessionId }: SessionRecord, audience: string): Promise<string | null> {
    try {
      return await this.#serviceTokens.get(sessionId, audience);
    } catch (error) {
      if (this.#holder.state.status === "signed-out") return null;
      throw error;
    }
  }

  #askForToken(audience: string): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.fetch(`${this.#baseUrl}/auth/tokens`, { method: "POST", headers, body: JSON.stringify({ audience }) });
  }
}

const pathOf = (baseUrl: string, url: string) => url.slice(baseUrl.length).replace(/[?#].*$/, "");

/** The routes that want an access token. */
const takesToken = (path: string) => /^\/(me|users|events|auth\/tokens)(\/|$)/.test(path);

function authorized(init: RequestInit | undefined, record: SessionRecord | null): RequestInit {
  const headers = new Headers(init?.headers);
  if (record) headers.set("authorization", `Bearer ${record.accessToken}`);
  return { ...init, headers };
}

async function isRefused(response: Response, code: string): Promise<boolean> {
  return response.status === 401 && (await problemOf(response))?.code === code;
}
