import { vi } from "vitest";

interface Timer {
  at: number;
  task: () => void;
}

/** More than any run that is in order has. */
const mostTimers = 5_000;

/**
 * Time that passes only when it is told to, for the device and the service alike: timers, the elapsed time, and a wall clock
 * that can be set. What really takes time (hashing, the database) goes on meanwhile and is waited for.
 */
export class VirtualTime {
  /** Milliseconds that the device was awake. */
  elapsed = 0;
  /** Milliseconds since the epoch, in truth and by the device. */
  truth = Date.UTC(2026, 0, 1);
  wall = this.truth;
  /** Work of the service that is under way. */
  busy = 0;
  readonly #timers = new Set<Timer>();
  #fired = 0;
  #state = 1;

  /** @returns what gives the real time back. */
  install(): () => void {
    const spies = [
      vi.spyOn(Math, "random").mockImplementation(() => this.#chance()),
      vi.spyOn(Date, "now").mockImplementation(() => this.wall),
      vi.spyOn(performance, "now").mockImplementation(() => this.elapsed),
      vi
        .spyOn(globalThis, "setTimeout")
        .mockImplementation(((task: () => void, ms = 0) => this.#set(task, ms)) as never),
      vi.spyOn(globalThis, "clearTimeout").mockImplementation(((timer: Timer) => this.#timers.delete(timer)) as never),
    ];
    return () => {
      for (const spy of spies) spy.mockRestore();
    };
  }

  /** Forgets what an earlier run still waited for. */
  reset(): void {
    this.#timers.clear();
    this.#fired = 0;
    this.#state = 1;
    this.wall = this.truth;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#set(resolve, ms));
  }

  /** Lets pass so much time, and all happen that happens in it. */
  async pass(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    for (;;) {
      await this.#rest();
      const next = this.#next();
      if (!next || next.at > end) break;
      this.#fire(next);
    }
    this.#move(end);
    await this.#rest();
  }

  /** The device sleeps: its timers and its elapsed time stand still. */
  sleep(ms: number): void {
    this.truth += ms;
    this.wall += ms;
  }

  /** Lets time pass until something is so. @returns false when it is not, however long one waits. */
  async until(isSo: () => boolean, atMost: number): Promise<boolean> {
    const end = this.elapsed + atMost;
    for (;;) {
      await this.#rest();
      if (isSo()) return true;
      const next = this.#next();
      if (!next || next.at > end) return false;
      this.#fire(next);
    }
  }

  /** Waits until everything waits for time to pass. */
  async #rest(): Promise<void> {
    for (let quiet = 0; quiet < 32; quiet = this.busy > 0 ? 0 : quiet + 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The same numbers in every run (the multiplier is that of Park and Miller). */
  #chance(): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state / 2_147_483_647;
  }

  #set(task: () => void, ms: number): object {
    const timer = { at: this.elapsed + Math.max(1, ms), task, unref: () => timer };
    this.#timers.add(timer);
    return timer;
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (!next || timer.at < next.at) next = timer;
    return next;
  }

  #fire(timer: Timer): void {
    if (++this.#fired > mostTimers) throw new Error("Something goes on and on");
    this.#timers.delete(timer);
    this.#move(Math.max(timer.at, this.elapsed));
    timer.task();
  }

  #move(to: number): void {
    const ms = to - this.elapsed;
    this.elapsed = to;
    this.truth += ms;
    this.wall += ms;
  }
}
