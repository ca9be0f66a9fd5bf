export { forgetAttempts, recentAttempts } from "./attempts.ts";
export { type Attempt, guess, guessAsMyself, requireRoom, throttle } from "./guessing.service.ts";
export { forgetPlaces, isFrom, networkOf, placesOf, rememberPlace } from "./places.ts";
export { countMail, throttles, writeForNobody } from "./throttle.store.ts";
