import { parseRecord, type SessionRecord, serializeRecord } from "./record.ts";
import type { SafeStore } from "./safe-store.ts";
import type { SessionEnd, SessionState } from "./state.ts";
import type { Message, Tabs } from "./tabs.ts";

type OnSessionEnd = ((reason: SessionEnd) => void) | undefined;

const unknown: SessionState = { status: "unknown" };
const signedOut: SessionState = { status: "signed-out" };

/**
 * Holds the session that this page works for, and keeps it the same as the store's and the other tabs'.
 *
 * Who has once been shown on the page stays the only one it acts for: when somebody else signs in elsewhere, the session
 * ends here, and the page stays signed out until somebody signs in on it or it is loaded again.
 */
export class Holder {
  readonly #key: string;
  readonly #store: SafeStore;
  readonly #tabs: Tabs;
  readonly #onEnd: OnSessionEnd;
  readonly #listeners = new Set<() => void>();
  #state = unknown;
  /** Whether a session may be somewhere that has not been asked: where nothing is found, nothing is known. */
  #isOpen: boolean;
  #held: SessionRecord | null = null;
  /** Whose account the page has shown. */
  #shown: string | null = null;
  /** Done when what was told last is in the store. */
  #heard: Promise<void> | undefined;
  /** Sessions that are over, whatever a store or a tab that slept still says. */
  readonly #over = new Set<string>();
  /** The last text that was read, so that it is taken apart once. */
  #parsed: { text: string | null; record: SessionRecord | null } = { text: null, record: null };

  constructor(key: string, store: SafeStore, tabs: Tabs, isOpen: boolean, onEnd: OnSessionEnd) {
    this.#key = key;
    this.#store = store;
    this.#tabs = tabs;
    this.#isOpen = isOpen;
    this.#onEnd = onEnd;
    tabs.listen(
      (message) => this.#hear(message),
      () => void this.current(),
    );
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The session as it is now, wherever it was changed; at once where the store answers at once. */
  current(): SessionRecord | null | Promise<SessionRecord | null> {
    return this.#store.get(this.#key, (text) => this.#look(text));
  }

  /** Whether anybody is signed in, on this page or on another one, besides a session that is over, which ends here, too. */
  async isTaken(besides: string): Promise<boolean> {
    await this.#heard;
    const record = await this.#store.get(this.#key, (text) => this.#parse(text));
    if (record?.sessionId !== besides) return record !== null;
    await this.end("signed_out", record);
    return false;
  }

  /** Somebody has signed in on this page. @returns the session that was there before, which is nobody's now. */
  async begin(record: SessionRecord): Promise<SessionRecord | null> {
    return this.#store.get(this.#key, async (text) => {
      const before = this.#parse(text);
      const replaced = before && before.sessionId !== record.sessionId ? before : null;
      this.#shown = record.userId;
      await this.#keep(record, "session", replaced?.sessionId);
      return replaced;
    });
  }

  /** The session has new tokens, or a first attempt to get some: kept unless it is over, or has been replaced. */
  async update(record: SessionRecord, from: SessionRecord): Promise<void> {
    await this.change((now) => {
      const isSame = now?.sessionId === from.sessionId && now.refreshToken === from.refreshToken;
      return isSame && !(record.attempt && now.attempt) && record;
    });
  }

  /** Keeps what `next` makes of the session as it is now, with nothing in between, unless it makes nothing of it. */
  async change(next: (now: SessionRecord | null) => SessionRecord | false): Promise<void> {
    await this.#store.get(this.#key, (text) => {
      const record = next(this.#look(text));
      return record ? this.#keep(record, "known") : undefined;
    });
  }

  /** A session is over for all tabs. */
  async end(reason: SessionEnd, session: SessionRecord | null): Promise<void> {
    if (!session || this.#over.has(session.sessionId)) return;
    const { sessionId } = session;
    this.#over.add(sessionId);
    this.#tabs.tell({ type: "end", sessionId, reason });
    if (reason !== "expired" && this.#held?.sessionId === sessionId) this.#shown = null;
    this.#leave(sessionId, reason);
    await this.#forget(sessionId);
  }

  /** All has been asked. */
  close(): void {
    this.#isOpen = false;
    this.#settle();
  }

  #settle(): void {
    if (this.#state === unknown && !this.#isOpen) this.#show(null);
  }

  /** The cookie is that of another session than this page's: one that lives, whatever was heard of it. */
  async adopt(record: SessionRecord): Promise<void> {
    this.#over.delete(record.sessionId);
    void this.#store.set(this.#key, serializeRecord(record));
    await this.current();
  }

  /** Another tab has told of a session as it is now: of this page's account, or of somebody else's. */
  async #hearOf(record: SessionRecord, replaces?: string): Promise<void> {
    await this.#store.get(this.#key, (text) => {
      const stored = this.#parse(text);
      if (this.#over.has(record.sessionId)) return;
      // Who tells may have slept, or this page may have: the store knows better then.
      const isNews = !stored || stored.sessionId === replaces || !this.#isOlder(record, stored);
      const told = serializeRecord(record);
      if (isNews && told !== text) void this.#store.set(this.#key, told);
      if (replaces) this.#over.add(replaces);
    });
    await this.current();
  }

  async #keep(record: SessionRecord, type: "session" | "known", replaces?: string): Promise<void> {
    const text = serializeRecord(record);
    this.#parsed = { text, record };
    const written = this.#store.set(this.#key, text);
    this.#show(record);
    if (replaces) this.#over.add(replaces);
    this.#tabs.tell({ type, text, replaces });
    await written;
  }

  #look(text: string | null): SessionRecord | null {
    const record = this.#parse(text);
    // What is nobody's session does not stay.
    if (text !== null && !record) void this.#store.set(this.#key, null);
    this.#accept(record);
    return this.#held;
  }

  /** Of two sessions the one that began last counts, as its id says, and of one session its last tokens, with their attempt. */
  #isOlder(record: SessionRecord, than: SessionRecord): boolean {
    if (than.sessionId !== record.sessionId) return record.sessionId < than.sessionId;
    const isSameStep = than.refreshToken === record.refreshToken && than.attempt !== undefined;
    return isSameStep ? record.attempt !== than.attempt : record.issuedAt < than.issuedAt;
  }

  #parse(text: string | null): SessionRecord | null {
    if (text !== this.#parsed.text) this.#parsed = { text, record: parseRecord(text) };
    const { record } = this.#parsed;
    return record && !this.#over.has(record.sessionId) ? record : null;
  }

  #accept(record: SessionRecord | null): void {
    const held = this.#held;
    // Storage can lag behind what tabs tell each other.
    if (record && held?.sessionId === record.sessionId && this.#isOlder(record, held)) return;
    if (!record) this.#held ? this.#leave(this.#held.sessionId, "signed_out") : this.#settle();
    else if (this.#shown === null || this.#shown === record.userId) this.#show(record);
    else if (this.#held) this.#leave(this.#held.sessionId, "replaced");
    else this.#settle();
  }

  #leave(sessionId: string, reason: SessionEnd): void {
    if (this.#held?.sessionId !== sessionId) return;
    this.#over.add(sessionId);
    this.#show(null);
    queueMicrotask(() => this.#onEnd?.(reason));
  }

  #show(record: SessionRecord | null): void {
    const before = this.#held;
    this.#held = record;
    this.#shown = record?.userId ?? this.#shown;
    if (record && before?.sessionId === record.sessionId) return;
    if (!record && this.#state === signedOut) return;
    this.#state = record ? { status: "signed-in", userId: record.userId, sessionId: record.sessionId } : signedOut;
    for (const listener of this.#listeners) queueMicrotask(() => this.#listeners.has(listener) && listener());
  }

  async #forget(sessionId: string): Promise<void> {
    await this.#store.get(this.#key, (text) =>
      parseRecord(text)?.sessionId === sessionId ? this.#store.set(this.#key, null) : undefined,
    );
  }

  #hear(message: Message): void {
    const { type } = message;
    if (type === "ask" && this.#held) this.#tabs.tell({ type: "known", text: serializeRecord(this.#held) });
    if (type === "end") {
      this.#over.add(message.sessionId);
      this.#leave(message.sessionId, message.reason);
      void this.#forget(message.sessionId);
    }
    if (type !== "session" && type !== "known") return;
    const { text, replaces } = message;
    const record = parseRecord(text);
    // Who goes on with a session, or answers, may have slept through a sign-in.
    const isNews = type === "session" || !this.#held || this.#held.sessionId === record?.sessionId;
    if (record && isNews) this.#heard = this.#hearOf(record, replaces);
  }
}
