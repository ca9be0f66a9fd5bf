export * from "./event.schema.ts";
export { feedFromNow, listEvents, listMyEvents } from "./event.service.ts";
export { type EventDocument, events } from "./event.store.ts";
export { toEvent } from "./event-forms.ts";
export { eventRecorder } from "./event-recorder.ts";
export type { EventType } from "./event-type.ts";
export { eventTypes } from "./event-types.ts";
