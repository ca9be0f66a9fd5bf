import type { RollcallClient, SessionState, User } from "../index.ts";
import { unwrap } from "../index.ts";

/** What `useUser` returns. */
export interface UserData {
  /** Null until it is there, and when nobody is signed in. It stays while it is read anew. */
  readonly user: User | null;
  /** Whether it is on its way, or not known yet who is signed in. */
  readonly isLoading: boolean;
  /** Why it could not be read the last time: an `ApiError`, or what `fetch` throws without a network. */
  readonly error: Error | null;
  /** Reads it anew, after a change or a failure. Resolves when that is done, and never rejects. */
  readonly reload: () => Promise<void>;
}

/** A store as `useSyncExternalStore` takes it. */
interface UserStore {
  subscribe(listener: () => void): () => void;
  current(): UserData;
  /** For a server, and for a page that takes over from it. */
  atFirst(): UserData;
}

type Client = Pick<RollcallClient, "api" | "session">;

const stores = new WeakMap<Client, UserStore>();

/** One for each client, however many components ask. */
export function userDataOf(client: Client): UserStore {
  const store = stores.get(client) ?? createUserStore(client);
  stores.set(client, store);
  return store;
}

function createUserStore({ api, session }: Client): UserStore {
  const listeners = new Set<() => void>();
  let shown: SessionState = session.state;
  let data = beginning(shown);
  /** The read whose answer counts: the latest. */
  let reading: symbol | null = null;
  let leave = () => {};
  const first = beginning({ status: "unknown" });

  function beginning({ status }: SessionState): UserData {
    return { user: null, isLoading: status !== "signed-out", error: null, reload };
  }

  /** Never of another session than the client's, not even in the moment before the listeners hear of a change. */
  function current(): UserData {
    if (shown !== session.state) {
      shown = session.state;
      data = beginning(shown);
      reading = null;
    }
    return data;
  }

  function show(change: Partial<UserData>): void {
    data = { ...current(), ...change };
    for (const listener of listeners) listener();
  }

  async function reload(): Promise<void> {
    const { isLoading } = current();
    const { state } = session;
    if (state.status !== "signed-in") return;
    if (!isLoading) show({ isLoading: true });
    const mine = Symbol();
    reading = mine;
    const outcome = await readUser(state.userId).then(
      (user) => ({ user, error: null }),
      (error: Error) => ({ error }),
    );
    current();
    if (reading !== mine) return;
    reading = null;
    show({ ...outcome, isLoading: false });
  }

  async function readUser(id: string): Promise<User> {
    const user = await unwrap(api.me.$get());
    // Something in front of the service may have answered, with JSON of its own.
    if (user.id !== id) throw new Error("The answer is not about the account that is signed in");
    return user;
  }

  /** Whoever comes first has it read, again where that has failed. */
  function follow(): void {
    if (!current().user && !reading) void reload();
    for (const listener of listeners) listener();
  }

  return {
    current,
    atFirst: () => first,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        leave = session.subscribe(follow);
        follow();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) leave();
      };
    },
  };
}
