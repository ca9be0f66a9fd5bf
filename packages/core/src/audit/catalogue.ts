/* What relays and documents know of events, apart from the rest: no start of the API takes it in. */

export { toEvent } from "./event-forms.ts";
export { eventRecorder } from "./event-recorder.ts";
export { eventTypes } from "./event-types.ts";
