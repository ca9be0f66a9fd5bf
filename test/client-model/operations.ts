import type { Client, Page } from "./page.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Something that a client was asked to do. */
export interface Operation {
  title: string;
  page: Page;
  startedAt: number;
  endedAt: number | null;
  outcome: unknown;
  /** Milliseconds that it may take. */
  bound: number;
  /** Whom it may act for; undefined: for whomever the page will have shown by then. */
  actsFor: string | undefined;
}

export const isUnderWay = ({ endedAt, page }: Operation) => endedAt === null && !page.isClosed && !page.isAsleep;

/** Milliseconds that a caller who gives a signal waits. */
const patience = 120_000;
/** Milliseconds that a client may take by itself, in all: for the lock, the refresh with its tries, the store. */
const bound = { body: 60_000, cookie: 100_000 };

/** What clients were asked to do, and whether they did it in time. */
export class Operations {
  readonly #time: VirtualTime;
  #bound: number;
  readonly #all = new Map<string, Operation>();

  constructor(time: VirtualTime, transport: keyof typeof bound) {
    this.#time = time;
    this.#bound = bound[transport];
  }

  /** Asks a client for something, and does not wait for it. */
  start(title: string, page: Page, task: (client: Client, options: object) => Promise<unknown>): Operation {
    const id = String(this.#all.size);
    const actsFor = page.shown ?? page.bound ?? undefined;
    const startedAt = this.#time.elapsed;
    const operation: Operation = { title, page, startedAt, endedAt: null, outcome: null, bound: this.#bound, actsFor };
    this.#all.set(id, operation);
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(new DOMException("No more patience", "AbortError")), patience);
    const end = (outcome: unknown) => {
      clearTimeout(timer);
      this.#end(operation, outcome);
    };
    task(page.client, { headers: { "x-operation": id }, init: { signal: giveUp.signal } }).then(end, end);
    return operation;
  }

  /** From now on something takes so many milliseconds more than it should. */
  allow(ms: number): void {
    this.#bound += ms;
    for (const operation of this.#all.values()) operation.bound += ms;
  }

  /** What made a request. */
  of(init: RequestInit): Operation | undefined {
    return this.#all.get(new Headers(init.headers).get("x-operation") ?? "");
  }

  /** A page is gone, and with it what it was asked to do. */
  close(page: Page): void {
    for (const operation of this.#all.values()) if (operation.page === page) this.#end(operation, "closed");
  }

  underWay(): Operation[] {
    return [...this.#all.values()].filter(isUnderWay);
  }

  /** Those that took longer than they may. */
  tooLong(): Operation[] {
    return [...this.#all.values()].filter(({ page, startedAt, endedAt, bound }) => {
      const most = Math.min(bound, patience + 100);
      return endedAt !== null && !page.isClosed && !page.hasSlept && endedAt - startedAt > most;
    });
  }

  #end(operation: Operation, outcome: unknown): void {
    if (operation.endedAt !== null) return;
    Object.assign(operation, { outcome, endedAt: this.#time.elapsed });
    if (operation.title === "sign-in") operation.page.sessions.beginning--;
  }
}
