import { unwrap } from "../api/error.ts";
import { isRefused, problemOf } from "../api/problem.ts";
import type { ClientOptions } from "../client.ts";
import { Endings } from "./endings.ts";
import { Holder } from "./holder.ts";
import type { Reauthenticate } from "./reauthentication.ts";
import { isFresh, recordOf, remaining, type SessionRecord, tokenOf } from "./record.ts";
import { Refresher } from "./refresher.ts";
import { refusal } from "./refusal.ts";
import { createRequests, pathOf, type Requests, takesToken, tokensIn, withCookie, withHeader } from "./requests.ts";
import { SafeStore } from "./safe-store.ts";
import type { ClientSession } from "./state.ts";
import type { Tabs } from "./tabs.ts";
import { bounded, unlessAborted } from "./time.ts";
import type { TokenStore } from "./token-store.ts";

export interface SessionOptions extends Omit<ClientOptions, "store"> {
  baseUrl: string;
  /** Of this service: where its session is kept, and what tabs call it. */
  key: string;
  store: TokenStore;
  tabs: Tabs;
  fetch: typeof fetch;
}

type Call = (record: SessionRecord) => Promise<Response>;

/** The session that a client works for: it begins, goes on and ends with the calls that are made through `fetch`. */
export class SessionManager {
  readonly #baseUrl: string;
  readonly #isCookie: boolean;
  readonly #requests: Requests;
  readonly #tabs: Tabs;
  readonly #holder: Holder;
  readonly #refresher: Refresher;
  readonly #endings: Endings;
  readonly #reauthenticate: Reauthenticate | undefined;
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
    this.#endings = new Endings(`${key}.ended`, safeStore, this.#requests, tabs, this.#holder);
    this.#reauthenticate = reauthenticate;
    void this.#holder.current();
    if (this.#holder.state.status !== "signed-in") void tabs.ask();
    this.#endings.runQuietly();
    tabs.online(this.#endings.runQuietly);
  }

  /** What a page may watch. */
  view(): ClientSession {
    const holder = this.#holder;
    return {
      get state() {
        return holder.state;
      },
      subscribe: (listener) => {
        if (holder.state.status === "unknown") void this.#current();
        return holder.subscribe(listener);
      },
      isSignedIn: async () => (await this.#current()) !== null,
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
    if (!record) return this.#requests.send(input, init);
    let used = record;
    const call: Call = (latest) => {
      used = latest;
      return this.#requests.send(input, withHeader(init, "authorization", `Bearer ${used.accessToken}`));
    };
    const askedAt = Date.now();
    let response = await this.#callAs(record, call, path, init?.signal);
    // A proof that is refused is never asked for once more: whoever is asked may have given it.
    const isProof = path === "/me/verify";
    if (isProof ? response.ok : this.#reauthenticate && (await isRefused(response, "reauthentication_required"))) {
      const proved = await unlessAborted(this.#followProof(response, used, init, askedAt), init?.signal);
      if (proved) response = await this.#callAs(proved, call, path, init?.signal);
    }
    if (response.ok) this.#endings.retry();
    if (response.status === 204 && init?.method === "DELETE") await this.#followDeletion(path, record.userId);
    return response;
  };

  /** For whom `accessToken()` is, see createClient. */
  async accessToken(audience?: string): Promise<string | null> {
    const record = await this.#current();
    if (!record) return null;
    if (audience !== undefined) {
      const { serviceTokensOf } = await import("./service-tokens.ts");
      const tokens = serviceTokensOf(this.#holder, this.#baseUrl, this.fetch, isFresh, tokenOf, bounded, unwrap);
      return tokens(record, audience);
    }
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

  /** A proof was given, or is wanted. @returns the session to make the call with once more, or null where its answer stands. */
  async #followProof(
    response: Response,
    record: SessionRecord,
    init: RequestInit | undefined,
    askedAt: number,
  ): Promise<SessionRecord | null> {
    const loaded = await import("./reauthentication.ts").catch(() => null);
    if (loaded) {
      return loaded
        .reauthenticationOf(this.#holder, this.#refresher, this.#reauthenticate, problemOf, recordOf, tokensIn)
        .after(response, record, init, askedAt);
    }
    if (response.ok) await this.#refresher.renew(record).catch(() => {});
    return null;
  }
}
