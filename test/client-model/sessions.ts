import type { VirtualTime } from "./virtual-time.ts";

const idle = 14 * 86_400_000;

interface Session {
  accountId: string;
  lastUsed: number;
  /** Why it may be over: somebody has asked for that. */
  mayEnd: string | null;
}

/**
 * What clients that share a session may expect of it: those of one browser, or of one store. It is over when somebody has
 * signed out, has signed in once more or as somebody else, has deleted the account, or after fourteen days; not otherwise.
 */
export class Sessions {
  readonly #time: VirtualTime;
  /** Whether a store takes time between reading and writing, in which another process may write. */
  readonly #isSlow: boolean;
  readonly #all = new Map<string, Session>();
  /** The one that was begun last, if that is certain. */
  current: string | null = null;
  /** Sign-ins that are under way: which of two will be the last, nobody knows. */
  beginning = 0;
  #endedAt = Number.NEGATIVE_INFINITY;
  #begunAt = Number.NEGATIVE_INFINITY;
  #isContested = false;

  constructor(time: VirtualTime, isSlow: boolean) {
    this.#time = time;
    this.#isSlow = isSlow;
  }

  begin(id: string, accountId: string): void {
    this.end("replaced");
    // Which of the two comes first, where a store takes its time, nobody knows either.
    const isJustEnded = this.#time.elapsed - this.#endedAt < 10_000;
    const isCertain = this.beginning === 1 && !this.#isContested && !isJustEnded;
    this.#all.set(id, { accountId, lastUsed: this.#time.truth, mayEnd: isCertain ? null : "contested" });
    this.current = isCertain ? id : null;
    this.#begunAt = this.#time.elapsed;
  }

  signInStarts(): void {
    if (this.beginning++ === 0) this.#isContested = false;
  }

  use(id: string): void {
    const session = this.#all.get(id);
    if (session) session.lastUsed = this.#time.truth;
  }

  /** Ends those of an account, or all. */
  end(reason: string, accountId?: string | null): void {
    if (reason !== "replaced") this.#endedAt = this.#time.elapsed;
    if (this.beginning > 0 && reason !== "replaced") this.#isContested = true;
    for (const [id, session] of this.#all) {
      if (accountId && session.accountId !== accountId) continue;
      session.mayEnd ??= reason;
      if (this.current === id) this.current = null;
    }
  }

  endOne(id: string): void {
    const session = this.#all.get(id);
    if (session) session.mayEnd ??= "ended";
    if (this.current === id) this.current = null;
    if (!this.#isSlow) return;
    this.#endedAt = this.#time.elapsed;
    if (this.#time.elapsed - this.#begunAt < 10_000) this.end("contested");
  }

  mayBeOver(id: string): boolean {
    const session = this.#all.get(id);
    return !session || session.mayEnd !== null || this.isIdle(id);
  }

  isIdle(id: string): boolean {
    return (this.#all.get(id)?.lastUsed ?? 0) + idle <= this.#time.truth;
  }

  accountOf(id: string): string | undefined {
    return this.#all.get(id)?.accountId;
  }
}
