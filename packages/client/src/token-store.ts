/** The tokens of the signed-in session, and when the access token expires (milliseconds since the epoch, by this machine's clock). */
export interface StoredTokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

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

/**
 * A store that cannot be written, because it is full or forbidden, must not cost the session that the server
 * has just begun: what it refuses is kept in memory.
 */
export function withMemory(store: TokenStore): TokenStore {
  const memory = new Map<string, string>();
  return {
    getItem: (key) => memory.get(key) ?? store.getItem(key),
    async setItem(key, value) {
      memory.delete(key);
      try {
        await store.setItem(key, value);
      } catch {
        memory.set(key, value);
      }
    },
    async removeItem(key) {
      memory.delete(key);
      await store.removeItem(key);
    },
  };
}

const key = "rollcall.tokens";

export async function readTokens(store: TokenStore): Promise<StoredTokens | null> {
  const text = await store.getItem(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as StoredTokens;
  } catch {
    return null;
  }
}

export async function writeTokens(store: TokenStore, tokens: StoredTokens | null): Promise<void> {
  if (tokens) await store.setItem(key, JSON.stringify(tokens));
  else await store.removeItem(key);
}
