export * from "./event.schema.ts";
export { listEvents, listMyEvents } from "./event.service.ts";
export { type EventDocument, events } from "./event.store.ts";
export { eventRecorder } from "./event-recorder.ts";
export type { EventType } from "./event-type.ts";
export { type EventData, eventTypes } from "./event-types.ts";
