import type { SessionEnd } from "./state.ts";
import { wait } from "./time.ts";
import type { TokenStore } from "./token-store.ts";

/** What tabs of one origin tell each other. It is checked by whoever hears it like anything from outside. */
export type Message =
  /** A session has begun, or has new tokens or is asked for (`known`): its record as it is stored. */
  | { type: "session" | "known"; text: string; replaces?: string | undefined }
  | { type: "end"; sessionId: string; reason: SessionEnd }
  | { type: "ask" };

/** The other tabs that hold the session of a service at this origin. */
export interface Tabs {
  tell(message: Message): void;
  /** Hears of what others tell, and of changes that they made to a store that all of them have. */
  listen(heard: (message: Message) => void, changed: () => void): void;
  /** Calls back whenever there is a network again. */
  online(listener: () => void): void;
  /** Asks for the session's newest tokens, and waits until an answer would have come. */
  ask(): Promise<void>;
  /** Runs a task while none of the others runs one, or after waiting too long for that. */
  exclusively<T>(task: () => Promise<T>, isForCookie: boolean): Promise<T>;
}

/** In Node, on servers and on phones nothing is shared but by the store. */
const alone: Tabs = {
  tell() {},
  listen() {},
  online() {},
  ask: async () => {},
  exclusively: (task) => task(),
};

/** Milliseconds until an answer of another tab would have come. */
const answerPatience = 60;
/** Milliseconds that a message, which says why, may come later than the change of a store. */
const storagePatience = 50;
/**
 * Milliseconds to wait for the lock. A tab that sleeps may keep it, and two refreshes of one token are one to the service;
 * but answers that set the cookie must not overtake each other, however slow a refresh is.
 */
const lockPatience = 10_000;
const cookiePatience = 40_000;

/** @param name of the service, at this origin. */
export function tabsOf(name: string, store: TokenStore): Tabs {
  return isPage() ? browserTabs(name, isShared(store)) : alone;
}

function browserTabs(name: string, isStoreShared: boolean): Tabs {
  const channel = openChannel(name);
  const tell = (message: Message) => channel?.postMessage(message);
  return {
    tell,
    listen(heard, changed) {
      channel?.addEventListener("message", ({ data }) => heard(Object(data)));
      addEventListener("storage", ({ key }) => {
        if (key === name || key === null) setTimeout(changed, storagePatience);
      });
    },
    online: (listener) => addEventListener("online", listener),
    async ask() {
      tell({ type: "ask" });
      // What all of them have need not be told.
      if (channel && !isStoreShared) await wait(answerPatience);
    },
    exclusively(task, isForCookie) {
      const limit = isForCookie ? cookiePatience : lockPatience;
      return globalThis.navigator?.locks ? withLock(name, task, limit) : task();
    },
  };
}

/** Some browsers have none for a page whose cookies are blocked, and say so by throwing. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}

/** A tab that sleeps keeps its lock: then two go on at once, which the service knows to be one refresh. */
async function withLock<T>(name: string, task: () => Promise<T>, limit: number): Promise<T> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), limit);
  let running: Promise<T> | undefined;
  const begin = () => {
    clearTimeout(timer);
    running = task();
    return running;
  };
  try {
    return await navigator.locks.request(name, { signal: waiting.signal }, begin);
  } catch (error) {
    if (running) throw error;
    return task();
  }
}

/** A simulated page in Node is none: its BroadcastChannel would reach every other one of the process. */
function isPage(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return typeof document === "object" && typeof addEventListener === "function" && !process?.versions?.node;
}

function isShared(store: TokenStore): boolean {
  try {
    return store === globalThis.localStorage;
  } catch {
    return false;
  }
}
