import { sessionKeyOf } from "../../packages/client/src/base-address.ts";
import { type Browser, openBrowser } from "../support/browser.ts";
import { openPage, origin } from "../support/cookie-page.ts";
import { isInBrowser, isServer, isSlow, isVolatile, type Layout, storesOf } from "./layout.ts";
import { Network, type Watcher } from "./network.ts";
import { isUnderWay, type Operation, Operations } from "./operations.ts";
import { type Client, Page } from "./page.ts";
import { type Account, claimsIn, type Service, signIn } from "./service.ts";
import { Sessions } from "./sessions.ts";
import { type FailingStore, type StoreMode, syncStore } from "./stores.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface Setting {
  layout: Layout;
  transport: "body" | "cookie";
  service: Service;
  time: VirtualTime;
}

/** A session that somebody has signed out of. */
interface Noted {
  accountId: string;
  sessionId: string;
  page: Page;
  operation: Operation;
}

/** Three clients, the network between them and the service, and the rules that they have to keep. */
export class World {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly service: Service;
  readonly pages: Page[] = [];
  /** Whether a store has failed, and may have lost what a page has not. */
  isTroubled = false;
  accounts: Account[] = [];
  readonly #setting: Setting;
  readonly #browser: Browser | null;
  readonly #localStorage: FailingStore = syncStore();
  readonly #stores: FailingStore[];
  readonly #sessions: Sessions[];
  readonly #fetch: typeof fetch;
  readonly #operations: Operations;
  /** The sessions that answers have begun. */
  readonly #begun = new WeakMap<Response, { sub: string; sid: string }>();
  /** Sessions that have to be over at the service in the end. */
  readonly #toEnd: Noted[] = [];
  /** Of which nobody may know any more that they are to be ended. */
  readonly #lost = new Set<string>();
  #violations: string[] = [];
  #noticed: number;

  constructor(setting: Setting) {
    const { layout, service, time } = setting;
    this.#setting = setting;
    this.service = service;
    this.time = time;
    this.#noticed = service.notices.length;
    const watcher: Watcher = {
      sent: (url, init) => this.#watchSent(url, init),
      answered: (url, init, response) => this.#watchAnswered(url, init, response),
      delayed: (init, ms) => this.#allow(init, ms),
    };
    this.network = new Network(service, time, watcher);
    const { fetch } = this.network;
    const { url } = service;
    this.#browser = isInBrowser(layout) ? openBrowser(url, fetch, this.#localStorage) : null;
    this.#fetch = this.#browser ? openPage({ fetch, url }, origin).fetch : fetch;
    const shared = new Sessions(time, isSlow(layout));
    this.#sessions = [0, 1, 2].map(() => (layout === "apart" ? new Sessions(time, false) : shared));
    this.#stores = storesOf(layout, time, this.#localStorage);
    this.#operations = new Operations(time, setting.transport);
  }

  /**
   * A store fails; but processes cannot do without the one that they share. What nobody can remove from it comes back with the
   * next page, outdated, and no client can help that: so a store is read-only only where it is gone with its page.
   */
  setMode(index: number, mode: StoreMode): void {
    const store = this.storeOf(index);
    const { layout } = this.#setting;
    if (isServer(layout) || (mode === "read-only" && !isVolatile(layout, index))) return;
    store.mode = mode;
    this.isTroubled ||= mode !== "works";
    if (mode === "hangs") this.#operations.allow(60_000);
  }

  get key(): string {
    return sessionKeyOf(this.service.url);
  }

  /** Signs Ada in on the first page. */
  async begin(): Promise<void> {
    this.accounts = [await this.service.signUp("ada"), await this.service.signUpProtected("eve")];
    for (const index of [0, 1, 2]) this.open(index);
    await this.time.pass(100);
    const first = this.signIn(0, 0);
    await this.settle();
    if ((first.outcome as Response).status !== 200) throw new Error(`Nobody can sign in: ${first.outcome}`);
  }

  open(index: number): void {
    const { layout, transport, service } = this.#setting;
    if (isVolatile(layout, index)) this.#stores[index] = syncStore();
    const slot = String(index);
    const page = new Page({
      url: service.url,
      browser: this.#browser,
      store: this.#stores[index] as FailingStore,
      transport,
      sessions: this.#sessions[index] as Sessions,
      violate: (rule) => this.violate(`page ${index}: ${rule}`),
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set("x-page", slot);
        const response = await this.#fetch(input, { ...init, headers });
        this.#deliver(response, index);
        return response;
      },
    });
    this.pages[index] = page;
  }

  async reload(index: number): Promise<void> {
    // A page does not end amid a task.
    await new Promise((resolve) => setImmediate(resolve));
    const page = this.page(index);
    const { layout } = this.#setting;
    if (this.isTroubled) page.sessions.current = null;
    const isLost = isVolatile(layout, index) || page.store.mode !== "works";
    const isGone = (noted: Noted) => isLost || (isSlow(layout) && isUnderWay(noted.operation));
    const gone = this.#toEnd.filter((noted) => noted.page === page && isGone(noted));
    for (const { sessionId } of gone) this.#lost.add(sessionId);
    this.#operations.close(page);
    page.close();
    this.open(index);
  }

  page(index: number): Page {
    return this.pages[index] as Page;
  }

  storeOf(index: number): FailingStore {
    return this.#stores[index] as FailingStore;
  }

  violate(rule: string): void {
    this.#violations.push(rule);
  }

  /** Asks a client for something, and does not wait for it. */
  start(title: string, index: number, task: (client: Client, options: object) => Promise<unknown>): Operation {
    return this.#operations.start(title, this.page(index), task);
  }

  signIn(index: number, accountIndex: number): Operation {
    const page = this.page(index);
    const account = this.accounts[accountIndex] as Account;
    const { id } = account;
    page.sessions.signInStarts();
    page.arriving.add(id);
    return this.start("sign-in", index, (client, options) => signIn(client, account, options));
  }

  signOut(index: number): Operation {
    const page = this.page(index);
    const { state, sessions } = page;
    sessions.end("signed out", page.bound);
    page.leaving++;
    const operation = this.start("sign-out", index, (client) =>
      client.signOut().finally(() => {
        page.leaving--;
      }),
    );
    if (state.status !== "signed-in") return operation;
    this.#toEnd.push({ accountId: state.userId, sessionId: state.sessionId, page, operation });
    return operation;
  }

  /** Waits until nothing is under way, and looks at what holds then. */
  async settle(): Promise<void> {
    const isDone = await this.time.until(() => this.#operations.underWay().length === 0, 600_000);
    if (!isDone) this.violate(`never ended: ${this.#operations.underWay().map(({ title }) => title)}`);
    await this.time.pass(100);
    for (const page of this.pages) page.check();
    this.verify();
  }

  verify(): void {
    for (const { title } of this.#operations.tooLong()) this.violate(`${title} took too long`);
    const stolen = this.service.notices.slice(this.#noticed);
    if (stolen.length > 0) this.violate(`the service took a session for stolen: ${JSON.stringify(stolen)}`);
    if (this.#violations.length > 0) throw new Error(this.#violations.join("; "));
  }

  /** Mends all that is broken, and sees whether everybody is where they ought to be. */
  async heal(): Promise<void> {
    this.network.isOnline = true;
    this.network.fates = [];
    for (const store of [...this.#stores, this.#localStorage]) store.mode = "works";
    for (const page of this.pages) page.wake();
    await this.settle();
    this.#browser?.goOnline();
    await this.time.pass(700_000);
    for (const index of [0, 1, 2]) await this.#isWell(index);
    await this.time.pass(1_000);
    for (const index of [0, 1, 2]) await this.#isTidy(index);
    await this.#areEnded();
    this.verify();
    for (const page of this.pages) page.close();
  }

  /** Who is signed in can work; who may be signed in is. */
  async #isWell(index: number): Promise<void> {
    const page = this.page(index);
    const { current } = page.sessions;
    const accounts = [null, current && page.sessions.accountOf(current)];
    const mayBe = current && !page.sessions.mayBeOver(current) && accounts.includes(page.bound) && !page.isFree;
    const isShared = page.store === this.#localStorage || !isInBrowser(this.#setting.layout);
    const { shown } = page;
    const operation = this.start("the last call", index, async ({ api }, options) => {
      const response = await api.me.$get({}, options);
      return response.ok ? (await response.json()).id : response.status;
    });
    await this.settle();
    const { state } = page;
    if (state.status === "signed-in" && operation.outcome !== state.userId) {
      this.violate(`page ${index} shows ${state.userId}, and its call gives ${operation.outcome}`);
    }
    if (mayBe && (isShared || shown) && state.status !== "signed-in") {
      this.violate(`page ${index} is ${state.status}, and ${current} should be signed in`);
    }
  }

  /** Nothing that is over is left in a store. */
  async #isTidy(index: number): Promise<void> {
    const { store, state, sessions, bound } = this.page(index);
    const ended = store.peek(`${this.key}.ended`);
    if (ended !== null && !this.isTroubled) this.violate(`store ${index} still has sessions to end: ${ended}`);
    const text = store.peek(this.key);
    if (!text) return;
    const { sub, sid } = claimsIn(JSON.parse(text).accessToken);
    // Of somebody else's session that has ended a page need not have heard.
    const isKnown = !sessions.isIdle(sid) && [null, sub].includes(bound);
    if (isKnown && !(await this.service.isAlive(sub, sid)))
      this.violate(`store ${index} has a session that is over (${state.status})`);
  }

  async #areEnded(): Promise<void> {
    for (const { accountId, sessionId } of this.#toEnd) {
      if (this.#lost.has(sessionId)) continue;
      if (await this.service.isAlive(accountId, sessionId)) this.violate(`${sessionId} was signed out, and goes on`);
    }
  }

  /** What leaves the device goes to the service, and acts for nobody but who was meant. */
  #watchSent(url: string, init: RequestInit): void {
    if (!url.startsWith(`${this.service.url}/`)) this.violate(`something was sent to ${url}`);
    if (init.redirect !== "manual") this.violate("a redirect would have been followed");
    const headers = new Headers(init.headers);
    const bearer = headers.get("authorization")?.slice("Bearer ".length);
    if (!bearer) return;
    const { sub } = claimsIn(bearer);
    const page = this.page(Number(headers.get("x-page")));
    const { title = "a call", actsFor = page.last } = this.#operations.of(init) ?? {};
    if (sub !== actsFor) this.violate(`${title} for ${actsFor} was made as ${sub}`);
  }

  async #watchAnswered(url: string, init: RequestInit, response: Response): Promise<void> {
    const path = url.slice(this.service.url.length);
    const { sessions } = this.page(Number(new Headers(init.headers).get("x-page")));
    if (init.method === "DELETE" && response.status === 204) {
      const { sub, sid } = claimsIn(new Headers(init.headers).get("authorization") ?? "");
      for (const any of this.#sessions) if (path === "/me") any.end("deleted", sub);
      if (path !== "/me") sessions.endOne(sid);
    }
    if (!response.ok || !/^\/auth\/(login|mfa|refresh)$/.test(path)) return;
    const { tokens } = (await response.clone().json()) as { tokens: { accessToken: string } };
    const claims = claimsIn(tokens.accessToken);
    if (path === "/auth/refresh") sessions.use(claims.sid);
    else this.#begun.set(response, claims);
  }

  #deliver(response: Response, index: number): void {
    const begun = this.#begun.get(response);
    if (!begun) return;
    this.page(index).sessions.begin(begun.sid, begun.sub);
    // The cookie is this session's now.
    if (this.#setting.transport === "cookie") this.#toEnd.length = 0;
  }

  #allow(init: RequestInit, ms: number): void {
    const operation = this.#operations.of(init);
    if (operation) operation.bound += ms;
  }
}
