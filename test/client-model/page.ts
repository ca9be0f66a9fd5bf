import {
  createClient,
  type RollcallClient,
  type SessionEnd,
  type SessionState,
} from "../../packages/client/src/index.ts";
import type { TokenStore } from "../../packages/client/src/session/token-store.ts";
import type { Browser, Tab } from "../support/browser.ts";
import type { Sessions } from "./sessions.ts";
import type { FailingStore } from "./stores.ts";

export type Client = RollcallClient;

interface Surroundings {
  url: string;
  fetch: typeof fetch;
  browser: Browser | null;
  store: FailingStore;
  transport: "body" | "cookie";
  sessions: Sessions;
  violate(rule: string): void;
}

/** A page, or a process, with a client, from its start to its end, and what may be said of it. */
export class Page {
  readonly client: Client;
  readonly tab: Tab | null;
  readonly store: FailingStore;
  readonly sessions: Sessions;
  readonly ends: SessionEnd[];
  hasSlept = false;
  isClosed = false;
  /** Whose account it has shown, and goes on acting for. */
  bound: string | null = null;
  /** The account that it shows, or showed last. */
  last: string | null = null;
  /** Whether it is nobody's since a sign-out that may have come too late, so that it may hear of others or not. */
  isFree = false;
  /** Sign-outs on it that are under way: after one it is nobody's. */
  leaving = 0;
  /** Who is being signed in on it. */
  readonly arriving = new Set<string>();
  #waking: PromiseWithResolvers<void> | undefined;
  readonly #closing = new AbortController();
  #seen: SessionState;
  #notified = 0;
  #signedOut = 0;
  readonly #violate: (rule: string) => void;

  constructor({ url, fetch, browser, store, transport, sessions, violate }: Surroundings) {
    this.store = store;
    this.sessions = sessions;
    this.#violate = violate;
    const mortal: typeof globalThis.fetch = async (input, init) => {
      if (this.isClosed) return new Promise(() => {});
      // What is under way ends with the page, unless it was to be kept alive.
      const signals = [init?.signal, init?.keepalive ? null : this.#closing.signal].filter((signal) => !!signal);
      const response = await this.#unlessClosed(fetch(input, { ...init, signal: AbortSignal.any(signals) }));
      while (this.#waking) await this.#waking.promise;
      return response;
    };
    if (browser) {
      const own = store === browser.localStorage ? store : this.#mortal(store);
      this.tab = browser.open({ store: own, transport, fetch: mortal });
      this.client = this.tab;
      this.ends = this.tab.ends;
    } else {
      const ends: SessionEnd[] = [];
      this.tab = null;
      this.client = createClient(url, {
        store: this.#mortal(store),
        fetch: mortal,
        reauthenticate: () => false,
        onSessionEnd: (end) => ends.push(end),
      });
      this.ends = ends;
    }
    const { session } = this.client;
    this.#seen = session.state;
    this.#look();
    session.subscribe(() => {
      this.#notified++;
      this.#look();
    });
  }

  get state(): SessionState {
    return this.client.session.state;
  }

  /** Whose account it shows; null: nobody's. */
  get shown(): string | null {
    return this.state.status === "signed-in" ? this.state.userId : null;
  }

  get isAsleep(): boolean {
    return this.#waking !== undefined;
  }

  /** What is told to the page, or answered, waits until it wakes. */
  sleep(): void {
    if (!this.tab || this.isAsleep || !this.tab.freeze()) return;
    this.hasSlept = true;
    this.#waking = Promise.withResolvers();
  }

  wake(): void {
    if (!this.isAsleep) return;
    this.tab?.wake();
    this.#waking?.resolve();
    this.#waking = undefined;
  }

  close(): void {
    this.isClosed = true;
    this.#closing.abort();
    this.tab?.close();
  }

  /** What holds whenever nothing is under way. */
  check(): void {
    if (this.isClosed) return;
    if (this.#seen !== this.state) this.#violate("a change of the state was not told");
    if (this.ends.length < this.#signedOut || this.ends.length > this.#notified) {
      this.#violate(`${this.ends.length} ends were told of ${this.#signedOut} to ${this.#notified}`);
    }
  }

  #look(): void {
    const before = this.#seen;
    const state = this.state;
    this.#seen = state;
    if (state.status === "signed-in") {
      const isStranger = this.bound !== null && this.bound !== state.userId && !this.arriving.has(state.userId);
      if (isStranger && !this.isClosed) this.#violate("the page shows another account than before");
      this.bound = state.userId;
      this.last = state.userId;
      this.isFree = false;
    } else if (before.status === "signed-in") {
      this.#signedOut++;
      if (this.leaving > 0) this.bound = null;
      this.isFree = this.leaving > 0;
      if (!this.isClosed && !this.sessions.mayBeOver(before.sessionId))
        this.#violate("was signed out without a reason");
    }
  }

  #mortal(store: TokenStore): TokenStore {
    const unlessClosed = <T>(task: () => T | Promise<T>): T | Promise<T> =>
      this.isClosed ? new Promise<T>(() => {}) : task();
    return {
      getItem: (key) => unlessClosed(() => store.getItem(key)),
      setItem: (key, value) => unlessClosed(() => store.setItem(key, value)),
      removeItem: (key) => unlessClosed(() => store.removeItem(key)),
    };
  }

  #unlessClosed<T>(promise: Promise<T>): Promise<T> {
    return promise.finally(() => (this.isClosed ? new Promise(() => {}) : undefined));
  }
}
