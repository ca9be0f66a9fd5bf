import { buildClient, type ClientOptions, type RollcallClient } from "../../packages/client/src/client.ts";
import type { SessionEnd } from "../../packages/client/src/session/state.ts";
import type { Message, Tabs } from "../../packages/client/src/session/tabs.ts";
import { memoryStore, type TokenStore } from "../../packages/client/src/session/token-store.ts";

/** One tab: a client of its own, and what it was told. */
export interface Tab extends RollcallClient {
  ends: SessionEnd[];
  store: TokenStore;
  /** From now on it hears nothing, as a page in the background, until it wakes and hears all at once. */
  sleep(): void;
  /**
   * The same, and until it wakes what it asks the others for does not come either. @returns false for a page that holds a
   * lock, which browsers freeze for that no more than one that plays music.
   */
  freeze(): boolean;
  wake(): void;
  close(): void;
}

export interface Browser {
  /** What all tabs have in common. */
  localStorage: TokenStore;
  open(options?: Omit<ClientOptions, "onSessionEnd" | "store"> & { store?: TokenStore }): Tab;
  /** Tells all tabs that there is a network again. */
  goOnline(): void;
}

interface Member {
  store: TokenStore;
  /** What it still sees in localStorage, in place of what another one has just written. */
  outdated: Map<string, string | null>;
  heard: (message: Message) => void;
  changed: () => void;
  online: () => void;
  isAsleep: boolean;
  /** How often it holds the lock, or runs without it for having waited too long. */
  locks: number;
  /** While it is frozen: done when it wakes. */
  waking?: PromiseWithResolvers<void> | undefined;
  missed: (() => void)[];
  /** Resolves when the page is gone, and with it what it held. */
  closed: PromiseWithResolvers<void>;
}

/** As a page does, which waits for the message that says why. */
async function later(task: () => void): Promise<void> {
  for (let count = 0; count < 4; count++) await macrotask();
  task();
}

/** Processes of a browser hear of a change of localStorage in their own time, and not in the order of other messages. */
async function lag({ outdated }: Member, key: string, text: string | null): Promise<void> {
  if (outdated.has(key)) return;
  outdated.set(key, text);
  for (let count = 0; count < 3; count++) await macrotask();
  outdated.delete(key);
}

const textIn = (store: TokenStore, key: string) => store.getItem(key) as string | null;

/** Waits for a lock as long as a page does. */
async function patiently(lock: Promise<unknown>, patience: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patience);
  await Promise.race([lock, promise]);
  clearTimeout(timer);
}

const macrotask = () => new Promise((resolve) => setImmediate(resolve));

/**
 * The tabs of one origin in one browser, without a browser: messages and storage events arrive in a later task, as copies,
 * at all tabs but the one that caused them, and one tab at a time has the lock.
 */
export function openBrowser(
  url: string,
  fetch: typeof globalThis.fetch,
  localStorage: TokenStore = memoryStore(),
): Browser {
  const members = new Set<Member>();
  let lock: Promise<unknown> = Promise.resolve();

  function others(from: Member, event: (member: Member) => void): void {
    if (!members.has(from)) return;
    for (const member of members) {
      if (member === from) continue;
      const deliver = () => members.has(member) && event(member);
      if (member.isAsleep) member.missed.push(deliver);
      else setImmediate(deliver);
    }
  }

  function tabsFor(member: Member): Tabs {
    const tell = (message: Message) => others(member, ({ heard }) => heard(structuredClone(message)));
    return {
      tell,
      listen: (heard, changed) => Object.assign(member, { heard, changed }),
      online: (online) => Object.assign(member, { online }),
      async ask() {
        tell({ type: "ask" });
        do {
          await member.waking?.promise;
          for (let task = 0; task < 4; task++) await macrotask();
        } while (member.waking);
      },
      exclusively(task, isForCookie) {
        const turn = patiently(lock, isForCookie ? 40_000 : 10_000);
        const result = turn
          .then(() => member.waking?.promise)
          .then(() => {
            member.locks++;
            return task();
          })
          .finally(() => {
            member.locks--;
          });
        lock = turn.then(() => Promise.race([result.catch(() => {}), member.closed.promise]));
        return result;
      },
    };
  }

  /** localStorage as one tab has it: what it changes, the others hear of first, then see, and then have as an event. */
  function storageOf(member: Member): TokenStore {
    function change(key: string, text: string | null, write: () => unknown): void {
      if (!members.has(member)) return;
      const before = textIn(localStorage, key);
      write();
      member.outdated.delete(key);
      if (before === text) return;
      for (const other of members) if (other !== member) void lag(other, key, before);
      others(member, (other) => other.store === localStorage && void later(other.changed));
    }
    return {
      getItem: (key) => (member.outdated.has(key) ? (member.outdated.get(key) ?? null) : textIn(localStorage, key)),
      setItem: (key, value) => change(key, value, () => localStorage.setItem(key, value)),
      removeItem: (key) => change(key, null, () => localStorage.removeItem(key)),
    };
  }

  return {
    localStorage,
    open(options = {}) {
      const store = options.store ?? localStorage;
      const nothing = () => {};
      const member: Member = {
        store,
        heard: nothing,
        changed: nothing,
        online: nothing,
        isAsleep: false,
        locks: 0,
        missed: [],
        outdated: new Map(),
        closed: Promise.withResolvers(),
      };
      members.add(member);
      const ends: SessionEnd[] = [];
      const client = buildClient(
        url,
        {
          fetch,
          ...options,
          store: store === localStorage ? storageOf(member) : store,
          onSessionEnd: (reason) => ends.push(reason),
        },
        () => tabsFor(member),
      );
      return {
        ...client,
        ends,
        store,
        sleep: () => Object.assign(member, { isAsleep: true }),
        freeze() {
          if (member.locks > 0) return false;
          Object.assign(member, { isAsleep: true, waking: Promise.withResolvers() });
          return true;
        },
        wake() {
          member.isAsleep = false;
          for (const deliver of member.missed.splice(0)) setImmediate(deliver);
          member.waking?.resolve();
          member.waking = undefined;
        },
        close() {
          members.delete(member);
          member.closed.resolve();
        },
      };
    },
    goOnline() {
      for (const { online } of members) setImmediate(online);
    },
  };
}

/** Lets all that was told arrive, and what follows from it be done. */
export async function settle(): Promise<void> {
  for (let task = 0; task < 20; task++) await macrotask();
}
