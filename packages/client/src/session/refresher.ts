import { ApiError } from "../api/error.ts";
import { isRefused } from "../api/problem.ts";
import { randomText } from "./encoding.ts";
import type { Holder } from "./holder.ts";
import { isFresh, recordOf, type SessionRecord } from "./record.ts";
import { persistently, type Requests, tokensIn } from "./requests.ts";
import type { Tabs } from "./tabs.ts";

/** Renews the session's tokens: one refresh at a time, for all calls and, as far as they can be reached, all tabs. */
export class Refresher {
  readonly #holder: Holder;
  readonly #tabs: Tabs;
  readonly #requests: Requests;
  /** By the access token that is to be renewed. */
  readonly #running = new Map<string | undefined, Promise<Response | null>>();

  constructor(holder: Holder, tabs: Tabs, requests: Requests) {
    this.#holder = holder;
    this.#tabs = tabs;
    this.#requests = requests;
  }

  /**
   * Resolves when the holder has new tokens or the session is over, with null, and otherwise with the refusal that is to
   * be passed on. Rejects when no answer of Rollcall's came.
   * @param used what is to be renewed; null: what a cookie may hold.
   */
  renew(used: SessionRecord | null): Promise<Response | null> {
    const token = used?.accessToken;
    const running = this.#running.get(token) ?? this.#tabs.exclusively(() => this.#renew(used), !used?.refreshToken);
    this.#running.set(token, running);
    const done = () => this.#running.delete(token);
    running.then(done, done);
    return running;
  }

  async #renew(used: SessionRecord | null): Promise<Response | null> {
    await this.#tabs.ask();
    const record = await this.#holder.current();
    if (record?.accessToken !== used?.accessToken && (!record || isFresh(record))) return null;
    const tried = record && (await this.#withAttempt(record));
    let sentAt = 0;
    const response = await persistently(() => {
      sentAt = Date.now();
      return this.#requests.present("/auth/refresh", tried?.refreshToken ?? null, tried?.attempt);
    });
    if (response.ok) {
      const renewed = recordOf(await tokensIn(response), sentAt);
      if (!renewed) throw new ApiError(response, null);
      await this.#take(renewed, tried);
      return null;
    }
    if (!(await isRefused(response, "invalid_refresh_token"))) return response;
    await this.#holder.end("expired", tried);
    return null;
  }

  /** The attempt is kept before it is sent: whoever repeats it gets the same answer (docs/decisions/0005). */
  async #withAttempt(record: SessionRecord): Promise<SessionRecord> {
    if (record.attempt || record.refreshToken === null) return record;
    const tried = { ...record, attempt: randomText() };
    await this.#holder.update(tried, record);
    // Another process may have been first.
    const kept = await this.#holder.current();
    return kept?.refreshToken === record.refreshToken ? kept : tried;
  }

  /** A cookie may be that of another session, which somebody has begun in another tab. */
  #take(renewed: SessionRecord, tried: SessionRecord | null): Promise<void> {
    if (tried?.sessionId === renewed.sessionId) return this.#holder.update(renewed, tried);
    return this.#holder.adopt(renewed);
  }
}
