import { type PageName, pages } from "./pages.ts";
import type { Service } from "./service.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What becomes of one request. */
export type Fate =
  | { kind: "passes"; ms: number }
  /** Nothing arrives, and the sender is told so. */
  | { kind: "refused" }
  /** Nothing comes back, whether it arrived or not; the sender is told so (`isTold`) or waits. */
  | { kind: "lost"; hasArrived: boolean; isTold: boolean }
  /** It arrives late, even when nobody waits for it any more. */
  | { kind: "late"; ms: number }
  /** Its answer comes late. */
  | { kind: "answered late"; ms: number }
  /** It arrives twice, and is answered by what the second one gives. */
  | { kind: "twice"; ms: number }
  | { kind: "replaced"; page: PageName; hasArrived: boolean };

export interface Watcher {
  /** A request leaves the device. */
  sent(url: string, init: RequestInit): void;
  /** The service has answered, which whoever asked need not get. */
  answered(url: string, init: RequestInit, response: Response): Promise<void>;
  /** Somebody waits for this request longer than it would take by itself: milliseconds. */
  delayed(init: RequestInit, ms: number): void;
}

/** Milliseconds that a request takes: more than a second, to which the service's tokens are dated. */
const way = 1_100;

/** A network between devices and the service, that treats each request as it was told to. */
export class Network {
  isOnline = true;
  /** Of the next requests. */
  fates: Fate[] = [];
  readonly #service: Service;
  readonly #time: VirtualTime;
  readonly #watcher: Watcher;

  constructor(service: Service, time: VirtualTime, watcher: Watcher) {
    this.#service = service;
    this.#time = time;
    this.#watcher = watcher;
  }

  fetch = (async (input: string, init: RequestInit = {}) => {
    this.#watcher.sent(input, init);
    const { signal } = init;
    if (signal?.aborted) throw signal.reason;
    const fate: Fate = this.isOnline ? (this.fates.shift() ?? { kind: "passes", ms: way }) : { kind: "refused" };
    const answer = this.#meet(fate, input, init);
    answer.catch(() => {});
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    return Promise.race([answer, aborted]);
  }) as typeof fetch;

  async #meet(fate: Fate, url: string, init: RequestInit): Promise<Response> {
    switch (fate.kind) {
      case "refused":
        throw new TypeError("Failed to fetch");
      case "lost":
        if (fate.hasArrived) await this.#arrive(url, init);
        if (fate.isTold) throw new TypeError("Failed to fetch");
        this.#watcher.delayed(init, Number.POSITIVE_INFINITY);
        return new Promise(() => {});
      case "answered late": {
        this.#watcher.delayed(init, fate.ms);
        const response = await this.#arrive(url, init);
        await this.#time.wait(fate.ms);
        return response;
      }
      case "twice":
        this.#watcher.delayed(init, fate.ms);
        await this.#arrive(url, init);
        await this.#time.wait(fate.ms);
        return this.#arrive(url, init);
      case "replaced":
        if (fate.page.startsWith("endless")) this.#watcher.delayed(init, Number.POSITIVE_INFINITY);
        if (fate.hasArrived) await this.#arrive(url, init);
        await this.#time.wait(way);
        return pages[fate.page](init.signal);
      default:
        this.#watcher.delayed(init, fate.ms);
        return this.#arrive(url, init, fate.ms);
    }
  }

  async #arrive(url: string, { signal: _, ...init }: RequestInit, ms = way): Promise<Response> {
    await this.#time.wait(ms);
    const response = await this.#service.answer(url, init);
    await this.#watcher.answered(url, init, response);
    return response;
  }
}
