export { guess, guessAsMyself, throttle } from "./guessing.service.ts";
export { placesOf, rememberPlace } from "./places.ts";
export { throttles } from "./throttle.store.ts";
