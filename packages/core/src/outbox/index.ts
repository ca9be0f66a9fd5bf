export { type Carriers, Refused } from "./carriers.ts";
export {
  maxOutbox,
  type OutboxEntry,
  type OutboxSlice,
  outboxSlice,
  type QueuedEvent,
  type QueuedMail,
} from "./outbox.slice.ts";
export { type Asking, hasRoom, type NewEvent, type NewMail, outboxOf, queue, queueOrDrop } from "./queue.ts";
