export { forgetAttempts } from "./attempts.ts";
export { guess, guessAsMyself, throttle } from "./guessing.service.ts";
export { placesOf, rememberPlace } from "./places.ts";
export { throttles, writeForNobody } from "./throttle.store.ts";
