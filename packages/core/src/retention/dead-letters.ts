import { addSeconds } from "../kernel/clock.ts";
import { outboxSlice } from "../outbox/index.ts";
import { only, type UserDocument, users } from "../user/index.ts";
import { batchSize, before, inBatches, type Keeper } from "./in-batches.ts";

const withOutbox = only(outboxSlice);

/** Drops mails and events that were given up and that no operator has had tried again in time, also those of deleted accounts. */
export function dropDeadLetters({ database, clock, settings }: Keeper) {
  const accounts = database.collection(users);
  const limit = addSeconds(clock.now(), -settings.retention.deadLetters);
  return inBatches<UserDocument>(accounts, {
    next: () =>
      accounts.find(
        { outboxDead: before(limit) },
        { projection: withOutbox, sort: { outboxDead: 1 }, limit: batchSize },
      ),
    removal({ _id, outboxDead, outbox = {} }) {
      const dead = Object.entries(outbox).filter(([, entry]) => entry.dead);
      const gone = dead.filter(([, { queuedAt }]) => queuedAt <= limit).map(([id]) => `outbox.${id}`);
      const left = dead.map(([, { queuedAt }]) => queuedAt.getTime()).filter((time) => time > limit.getTime());
      // Whoever has one of them tried again says that it is not dead.
      const filter = { _id, outboxDead, ...Object.fromEntries(gone.map((path) => [`${path}.dead`, true])) };
      const update = {
        $set: { outboxDead: left.length > 0 ? new Date(Math.min(...left)) : null },
        ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((path) => [path, true as const])) }),
      };
      return { write: { updateOne: { filter, update } }, count: gone.length };
    },
  });
}
