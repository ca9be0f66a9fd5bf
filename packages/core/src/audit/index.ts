export { type EventDocument, events } from "./event.store.ts";
export { eventRecorder } from "./event-recorder.ts";
export type { EventData, EventType } from "./event-types.ts";
