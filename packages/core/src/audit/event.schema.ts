import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";
import { cursorSchema, limitSchema } from "../kernel/paging.ts";
import { dateTimeSchema } from "../kernel/text.ts";
import { sessionIdSchema } from "../session/index.ts";
import { userIdSchema } from "../user/index.ts";
import { type EventType, eventTypeNames } from "./event-type.ts";
import type { eventTypes } from "./event-types.ts";

export const eventActorSchema = z.object({
  type: z.enum(["user", "admin", "system"]),
  id: z.nullable(userIdSchema),
});

const type = z.enum(eventTypeNames);

/** An event as the API shows it. What its data is depends on its type: `eventTypes` has the schemas, which no request needs. */
export const eventSchema = z.object({
  id: idSchema("evt"),
  type,
  outcome: z.enum(["success", "failure"]),
  at: dateTimeSchema,
  actor: eventActorSchema,
  userId: z.nullable(userIdSchema),
  sessionId: z.optional(sessionIdSchema),
  requestId: z.nullable(z.string()),
  ip: z.optional(z.string()),
  data: z.looseObject({}),
});

/** The data of an event of this type. */
export type EventData<T extends EventType = EventType> = z.infer<(typeof eventTypes)[T]["data"]>;

type Shared = Omit<z.infer<typeof eventSchema>, "type" | "data">;
export type Event = { [T in EventType]: Shared & { type: T; data: EventData<T> } }[EventType];

const ofOneself = {
  limit: limitSchema,
  after: cursorSchema,
  order: z._default(z.enum(["asc", "desc"]), "desc"),
  type: z.optional(type),
};

export const myEventQuerySchema = z.strictObject(ofOneself);
export const eventQuerySchema = z.strictObject({ ...ofOneself, userId: z.optional(userIdSchema) });
export type EventQuery = z.infer<typeof eventQuerySchema>;

const items = z.array(eventSchema as z.ZodMiniType as z.ZodMiniType<Event, Event>);

export const eventPageSchema = z.object({ items, nextCursor: z.nullable(z.string()) });
export type EventPage = z.infer<typeof eventPageSchema>;
