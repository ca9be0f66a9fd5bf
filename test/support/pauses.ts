import type { Collection } from "../../packages/core/src/database/collection.ts";
import type { TestDatabase } from "./databases.ts";

type Method = keyof Collection<never>;

type Matches = (...args: unknown[]) => boolean;

export interface Pause {
  /** Resolves when the operation is about to run. */
  reached: Promise<void>;
  /** Lets it run. */
  proceed(): void;
}

/** A view of a database whose operations a test can hold back, to let others run between a read and its write. */
export function withPauses(storage: TestDatabase) {
  const pauses = new Map<string, { matches: Matches; reach(): void; released: Promise<void> }>();
  const paused: TestDatabase = {
    ...storage,
    database: {
      ...storage.database,
      collection(definition) {
        const methods = Object.entries(storage.database.collection(definition)).map(([name, method]) => [
          name,
          async (...args: unknown[]) => {
            const pause = pauses.get(name)?.matches(...args) ? pauses.get(name) : undefined;
            if (pause) pauses.delete(name);
            pause?.reach();
            await pause?.released;
            return (method as (...args: unknown[]) => unknown)(...args);
          },
        ]);
        return Object.fromEntries(methods);
      },
    },
  };
  return {
    storage: paused,
    /** Holds back the next call of this method, or the next one with such arguments. */
    pauseBefore(method: Method, matches: Matches = () => true): Pause {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      pauses.set(method, { matches, reach: reached.resolve, released: released.promise });
      return { reached: reached.promise, proceed: released.resolve };
    },
  };
}
