import * as z from "zod/mini";
import type { AuditEvent } from "../api/routes.ts";
import { eventTypes } from "./event-types.ts";

export type { AuditEvent, AuditEventOf, EventData, EventType } from "../api/routes.ts";
export { eventTypes } from "./event-types.ts";

/** What every event has. */
const envelope = z.looseObject({
  id: z.string(),
  type: z.string(),
  outcome: z.enum(["success", "failure"]),
  at: z.string(),
  actor: z.looseObject({ type: z.enum(["user", "admin", "system"]), id: z.nullable(z.string()) }),
  userId: z.nullable(z.string()),
  sessionId: z.optional(z.string()),
  requestId: z.nullable(z.string()),
  ip: z.optional(z.string()),
  data: z.looseObject({}),
});

/**
 * An event that came from elsewhere than the client, such as the `detail` of Amazon EventBridge, checked.
 * @returns null for one of a type that this version does not know.
 * @throws ZodError for what is no event, or has not the data of its type.
 */
export function parseEvent(value: unknown): AuditEvent | null {
  const event = z.parse(envelope, value);
  if (!Object.hasOwn(eventTypes, event.type)) return null;
  const { data } = eventTypes[event.type as keyof typeof eventTypes];
  return { ...event, data: z.parse(data, event.data) } as AuditEvent;
}
