import type { CollectionDefinition, Document } from "../database/collection.ts";
import type { QueuedEvent } from "../outbox/index.ts";

/** Something that has happened, as it is kept. It is written once; only its `ip` goes with the account of who caused it, and the words of a reason with the account itself. */
export interface EventDocument
  extends Document,
    Pick<QueuedEvent, "type" | "actor" | "sessionId" | "requestId" | "ip" | "data"> {
  /** Its place in the one order of all events, without gaps. */
  sequence: number;
  outcome: "success" | "failure";
  at: Date;
  /** Whose account it happened to; null for what concerns the service as a whole. */
  userId: string | null;
}

/** Before it has a place. */
export type UnnumberedEvent = Omit<EventDocument, "sequence">;

/** Whoever removes old ones leaves the last one there is: the next one's place follows from it. */
export const events: CollectionDefinition<EventDocument> = {
  name: "events",
  indexes: [
    { keys: { sequence: 1 }, unique: true },
    { keys: { userId: 1, sequence: 1 } },
    { keys: { userId: 1, type: 1, sequence: 1 } },
    { keys: { type: 1, sequence: 1 } },
    { keys: { "actor.id": 1, sequence: 1 } },
  ],
};
