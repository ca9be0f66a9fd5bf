export * from "./event.schema.ts";
export { feedFromNow, listEvents, listMyEvents } from "./event.service.ts";
export { type EventDocument, events } from "./event.store.ts";
export type { EventType } from "./event-type.ts";
