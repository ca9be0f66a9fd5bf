import { eventActorSchema, eventPageSchema, eventQuerySchema, eventSchema, myEventQuerySchema } from "@rollcall/core";
import { eventTypes } from "@rollcall/core/audit";
import { ada, events } from "../cast.ts";
import { note } from "../note.ts";

const ofEach = {
  limit: { description: "How many events a page holds at most.", examples: [20] },
  after: {
    description: "`nextCursor` of the page before; with the same filters and order.",
    examples: [events.nextCursor],
  },
  order: "`desc`: the newest first. `asc`: the oldest first, for who follows what comes.",
  type: "Only events of this type.",
};

export const eventNotes = [
  note(eventActorSchema, {
    id: "EventActor",
    description: "Who has done something.",
    properties: {
      type: "`user`: the account's owner, or whoever claims to be. `admin`: an administrator. `system`: the service, or a command of those who run it.",
      id: "Whose account they came with; null where they have not proved who they are.",
    },
  }),
  note(eventSchema, {
    id: "AuditEvent",
    description: "Something that has happened to an account.",
    properties: {
      id: "Never changes and is never used again. An event may come by more than one way: this tells that it is the same.",
      type: "What has happened.",
      outcome: "`failure` where somebody was refused.",
      at: "When it happened.",
      actor: "Who has done it.",
      userId: { description: "Whose account it happened to; null for the service as a whole.", examples: [ada.id] },
      sessionId: "The session of that account in which, or to which, it happened.",
      requestId: "What the answer had as `X-Request-Id`; null for commands.",
      ip: { description: "Where the request came from.", examples: ["203.0.113.7"] },
      data: "What belongs to the type.",
    },
    variants: {
      by: "type",
      property: "data",
      schemas: Object.fromEntries(
        Object.entries(eventTypes).map(([type, { meaning, data }]) => [type, { description: meaning, schema: data }]),
      ),
    },
    example: events.items[0],
  }),
  note(eventQuerySchema, { properties: { ...ofEach, userId: "Only events of this account." } }),
  note(myEventQuerySchema, { properties: ofEach }),
  note(eventPageSchema, {
    id: "EventPage",
    description: "Some of the events that were asked for, and where the next ones are.",
    properties: {
      items: "At most `limit` events, in the order that was asked for.",
      nextCursor: "Where the next page begins; null on the last one, but never with `order=asc`.",
    },
    example: events,
  }),
];
