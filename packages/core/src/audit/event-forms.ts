import type { QueuedEvent } from "../outbox/index.ts";
import type { Event } from "./event.schema.ts";
import type { EventDocument, UnnumberedEvent } from "./event.store.ts";
import type { EventType } from "./event-type.ts";
import { eventTypes } from "./event-types.ts";

/** What is kept of what an account has queued. */
export function toDocument(userId: string | null, id: string, entry: QueuedEvent): UnnumberedEvent {
  const { type, queuedAt: at, actor, sessionId, requestId, ip, data } = entry;
  const { outcome } = eventTypes[type as EventType];
  return { _id: id, type, outcome, at, actor, userId, ...(sessionId && { sessionId }), requestId, ip, data };
}

/** The one place where what is kept of an event becomes what is shown of it. */
export function showEvent(document: EventDocument): Event {
  const { sequence: _, ...event } = document;
  return show(event);
}

/** What an account has queued, as it is shown: for those who keep it themselves. */
export function toEvent({ _id }: { _id: string }, id: string, entry: QueuedEvent): Event {
  return show(toDocument(_id, id, entry));
}

function show({ _id: id, at, ip, ...event }: UnnumberedEvent): Event {
  // Whoever has queued it was told by the compiler which data its type has.
  return { id, ...event, at: at.toISOString(), ...(ip !== null && { ip }) } as Event;
}

/** What somebody is shown of an event of their own account: nothing of anybody else. */
export function toOwnEvent(event: Event): Event {
  const { actor, ip, ...rest } = event;
  if (actor.type === "user" && actor.id === event.userId) return event;
  return { ...rest, actor: { type: actor.type, id: null } };
}
