import { ApiError } from "../api/error.ts";
import { problemOf } from "../api/problem.ts";
import type { Holder } from "./holder.ts";
import type { SessionRecord } from "./record.ts";
import type { Requests } from "./requests.ts";
import type { SafeStore } from "./safe-store.ts";
import type { Tabs } from "./tabs.ts";

/** Stands, before the session's id, for the refresh token in the cookie; in a token there is no dot. */
const cookie = "cookie.";
/** Sessions that wait for their end; a page that is offline for long makes few. */
const mostWaiting = 10;
/** Milliseconds until it is tried again: the first, and the longest. */
const firstPause = 5_000;
const longestPause = 300_000;

/** Ends at the service the sessions that are over here; what cannot be ended now is kept and ended later. */
export class Endings {
  readonly #key: string;
  readonly #store: SafeStore;
  readonly #requests: Requests;
  readonly #tabs: Tabs;
  readonly #holder: Holder;
  #timer: unknown;
  #changes: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  #failures = 0;
  #added = 0;

  constructor(key: string, store: SafeStore, requests: Requests, tabs: Tabs, holder: Holder) {
    this.#key = key;
    this.#store = store;
    this.#requests = requests;
    this.#tabs = tabs;
    this.#holder = holder;
  }

  /** Keeps what is over until it has ended at the service: a session, or null for one that only the cookie knows. */
  add(session: SessionRecord | null): Promise<void> {
    this.#added++;
    const token = session?.refreshToken ?? cookie + (session?.sessionId ?? "");
    return this.#change((waiting) => [...waiting, token]);
  }

  /** Ends all that wait. Rejects when one could not be ended, which is then tried again in a while. */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** The same, where nobody waits for it. */
  runQuietly = (): void => void this.run().catch(() => {});

  /** The service can be reached: what failed before may be done now. */
  retry(): void {
    if (this.#failures > 0) this.runQuietly();
  }

  async #run(): Promise<void> {
    try {
      let seen: number;
      do {
        seen = this.#added;
        await this.#changes;
        for (const token of await this.#waiting()) {
          await this.#end(token);
          await this.#change((waiting) => waiting.filter((other) => other !== token));
        }
      } while (seen !== this.#added);
      this.#failures = 0;
    } catch (error) {
      clearTimeout(this.#timer as number | undefined);
      this.#timer = setTimeout(this.runQuietly, Math.min(firstPause * 2 ** this.#failures++, longestPause));
      // A process in Node need not stay for it.
      (this.#timer as { unref?: () => void }).unref?.();
      throw error;
    } finally {
      this.#running = undefined;
    }
  }

  async #end(token: string): Promise<void> {
    const isCookie = token.startsWith(cookie);
    const present = () => this.#requests.present("/auth/logout", isCookie ? null : token);
    // By then the cookie may be that of somebody who has signed in since.
    const presentCookie = async () => {
      await this.#tabs.ask();
      return (await this.#holder.isTaken(token.slice(cookie.length))) ? null : present();
    };
    const response = await (isCookie ? this.#tabs.exclusively(presentCookie, true) : present());
    if (!response) return;
    const { status } = response;
    if (status === 204) return;
    const problem = await problemOf(response);
    // What the service itself refuses it will refuse later, too.
    if (!problem || status >= 429) throw new ApiError(response, problem);
  }

  /** One change after another: what one has read is still there when it writes. */
  #change(change: (waiting: string[]) => string[]): Promise<void> {
    const changed = this.#changes.then(async () => {
      const waiting = change(await this.#waiting()).slice(-mostWaiting);
      await this.#store.set(this.#key, waiting.length > 0 ? JSON.stringify(waiting) : null);
    });
    this.#changes = changed;
    return changed;
  }

  async #waiting(): Promise<string[]> {
    return this.#store.get(this.#key, (text) => {
      try {
        const stored: unknown = JSON.parse(text ?? "[]");
        return Array.isArray(stored)
          ? stored.filter((token) => typeof token === "string" && /^[\w.-]+$/.test(token))
          : [];
      } catch {
        return [];
      }
    });
  }
}
