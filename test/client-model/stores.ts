import { memoryStore, type TokenStore } from "../../packages/client/src/session/token-store.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What a store does for the time being. */
export type StoreMode = "works" | "full" | "forbidden" | "read-only" | "unreadable" | "hangs";

/** A store that can be made to fail. */
export interface FailingStore extends TokenStore {
  mode: StoreMode;
  /** What it holds, whether it can be read or not. */
  peek(key: string): string | null;
  poke(key: string, value: string): void;
}

/** One whose methods answer at once. */
export function syncStore(copied?: [key: string, text: string | null]): FailingStore {
  const items = memoryStore();
  if (copied?.[1]) items.setItem(copied[0], copied[1]);
  const store: FailingStore = {
    mode: "works",
    getItem(key) {
      refuse(store.mode, ["forbidden", "unreadable", "hangs"]);
      return items.getItem(key);
    },
    setItem(key, value) {
      refuse(store.mode, ["forbidden", "full", "read-only", "hangs"]);
      return items.setItem(key, value);
    },
    removeItem(key) {
      refuse(store.mode, ["forbidden", "read-only", "hangs"]);
      return items.removeItem(key);
    },
    peek: (key) => items.getItem(key) as string | null,
    poke: (key, value) => void items.setItem(key, value),
  };
  return store;
}

function refuse(mode: StoreMode, modes: StoreMode[]): void {
  if (modes.includes(mode)) throw new DOMException("The quota has been exceeded", "QuotaExceededError");
}

/** One whose methods take time, not always the same. */
export function asyncStore(time: VirtualTime): FailingStore {
  const inner = syncStore();
  let count = 0;
  async function later<T>(task: () => T | Promise<T>): Promise<T> {
    if (inner.mode === "hangs") await new Promise(() => {});
    // Two that are called together need not end in this order.
    await time.wait([5, 1, 30, 2][count++ % 4] as number);
    return task();
  }
  return {
    get mode() {
      return inner.mode;
    },
    set mode(mode) {
      inner.mode = mode;
    },
    getItem: (key) => later(() => inner.getItem(key)),
    setItem: (key, value) => later(() => inner.setItem(key, value)),
    removeItem: (key) => later(() => inner.removeItem(key)),
    peek: inner.peek,
    poke: inner.poke,
  };
}
