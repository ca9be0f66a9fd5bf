import { within } from "./time.ts";
import type { TokenStore } from "./token-store.ts";

/** Milliseconds that a store's method may take. */
const patience = 3_000;

interface Item {
  /** What was last read or written. */
  text: string | null;
  /** What the store holds in its place where it could not be written, or that nobody could look. */
  outdated?: string | null | typeof unread | undefined;
  /** How often it was written, and what is under way; until that is done, no read counts. */
  writes: number;
  writing?: Promise<void> | undefined;
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

  /** Gives `use` the text, at once where the store gives it at once; nothing comes between that and what `use` writes. */
  get<T>(key: string, use: (text: string | null) => T): T | Promise<T> {
    const item = this.#item(key);
    const { writes } = item;
    const settle = (found: string | null | undefined) =>
      use(found === undefined || item.writes !== writes ? item.text : this.#settle(key, item, found));
    const found = this.#read(key);
    return isPromise(found) ? found.then(settle) : settle(found);
  }

  /** What was read, or what it should have been; then the store may take now what it did not take before. */
  #settle(key: string, item: Item, found: string | null): string | null {
    const text = believe(item, found);
    if (item.outdated !== undefined && !item.writing) void this.set(key, text);
    return text;
  }

  /** Writes, or with null removes, in a way that later reads agree with, whatever the store makes of it. */
  set(key: string, text: string | null): Promise<void> {
    const item = this.#item(key);
    const write = ++item.writes;
    item.text = text;
    const put = async () => {
      if (item.writes !== write) return;
      const outdated = (await this.#write(key, text)) ? undefined : await this.#withdraw(key, text);
      if (item.writes === write) Object.assign(item, { outdated, writing: undefined });
    };
    // One after the other, so that what comes last stays; but at once where none is under way: a page may be closed.
    item.writing = item.writing ? item.writing.then(put) : put();
    return item.writing;
  }

  /** Gets rid of what a failed write has left behind. @returns what is there nevertheless. */
  async #withdraw(key: string, text: string | null): Promise<Item["outdated"]> {
    if (await this.#write(key, text === null ? "" : null)) return text === null ? undefined : null;
    const found = await this.#read(key);
    return found === undefined ? unread : found;
  }

  #item(key: string): Item {
    const item = this.#items.get(key) ?? { text: null, writes: 0 };
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
  if (item.writing) return item.text;
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
