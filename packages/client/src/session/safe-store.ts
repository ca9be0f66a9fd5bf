import { within } from "./time.ts";
import type { TokenStore } from "./token-store.ts";

/** Milliseconds that a store's method may take. */
const patience = 3_000;
/** Milliseconds that a store which other tabs write, too, may take to show it. */
const lag = 1_000;

interface Item {
  /** What was last read or written. */
  text: string | null;
  /** What the store holds in its place where it could not be written, or that nobody could look. */
  outdated?: string | null | typeof unread | undefined;
  /** How often it was written; while one is under way, no read counts. */
  writes: number;
  isWriting: boolean;
}

const unread = Symbol();

/**
 * A store that may be full, forbidden, slow or broken, and costs nobody the session for it: what it does not take is kept
 * in memory, what it does not give is remembered, and what it holds that is outdated is removed or not believed.
 */
export class SafeStore {
  readonly #store: TokenStore;
  readonly #items = new Map<string, Item>();

  constructor(store: TokenStore) {
    this.#store = store;
  }

  /** The text at once where the store gives it at once. */
  get(key: string): string | null | Promise<string | null> {
    const item = this.#item(key);
    const { writes } = item;
    const settle = (found: string | null) => (item.writes === writes ? believe(item, found) : item.text);
    const found = this.#read(key);
    if (found === undefined) return item.text;
    return isPromise(found) ? found.then((text) => (text === undefined ? item.text : settle(text))) : settle(found);
  }

  /** Writes, or with null removes, in a way that later reads agree with, whatever the store makes of it. */
  async set(key: string, text: string | null): Promise<void> {
    const item = this.#item(key);
    const write = ++item.writes;
    Object.assign(item, { text, isWriting: true });
    const outdated = (await this.#write(key, text)) ? undefined : await this.#withdraw(key, text);
    if (item.writes === write) Object.assign(item, { outdated, isWriting: false });
  }

  /** Another tab has written a text: what the store shows in its place is outdated, and gone by the time of `look`. */
  expect(key: string, text: string, look: () => void): void {
    const item = this.#item(key);
    const { writes } = item;
    const found = this.#read(key);
    if (found === text || found === undefined || isPromise(found)) return;
    Object.assign(item, { text, outdated: found });
    setTimeout(() => {
      if (item.writes === writes) item.outdated = undefined;
      look();
    }, lag);
  }

  /** Gets rid of what a failed write has left behind. @returns what is there nevertheless. */
  async #withdraw(key: string, text: string | null): Promise<Item["outdated"]> {
    if (await this.#write(key, text === null ? "" : null)) return text === null ? undefined : null;
    const found = await this.#read(key);
    return found === undefined ? unread : found;
  }

  #item(key: string): Item {
    const item = this.#items.get(key) ?? { text: null, writes: 0, isWriting: false };
    this.#items.set(key, item);
    return item;
  }

  /** Undefined: the store cannot be read. */
  #read(key: string): string | null | undefined | Promise<string | null | undefined> {
    try {
      const found = this.#store.getItem(key);
      return isPromise(found) ? within(patience, found).then(textOrNull, () => undefined) : textOrNull(found);
    } catch {
      return undefined;
    }
  }

  async #write(key: string, text: string | null): Promise<boolean> {
    try {
      const written = text === null ? this.#store.removeItem(key) : this.#store.setItem(key, text);
      if (isPromise(written)) await within(patience, written);
      return true;
    } catch {
      return false;
    }
  }
}

function believe(item: Item, found: string | null): string | null {
  if (item.isWriting) return item.text;
  if (item.outdated === unread) item.outdated = found;
  if (item.outdated === found) return item.text;
  item.outdated = undefined;
  item.text = found;
  return found;
}

const textOrNull = (found: unknown) => (typeof found === "string" && found !== "" ? found : null);

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as Promise<T> | null)?.then === "function";
}
