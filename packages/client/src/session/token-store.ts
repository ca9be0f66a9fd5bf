/** Where tokens are kept: localStorage, sessionStorage, or anything with these three methods, which may be asynchronous. */
export interface TokenStore {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
}

/** Keeps tokens for as long as the page or the process lives. */
export function memoryStore(): TokenStore {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** The store that was named. Where there is none, as on a server, or it may not be used, tokens are kept in memory. */
export function openStore(store: TokenStore | (() => TokenStore) | undefined): TokenStore {
  try {
    return (typeof store === "function" ? store() : store) ?? memoryStore();
  } catch {
    return memoryStore();
  }
}
