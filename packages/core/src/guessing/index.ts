export { recentAttempts } from "./attempts.ts";
export { type Attempt, forgottenByFirst, guess, guessAsMyself, requireRoom, throttle } from "./guessing.service.ts";
export { guessingSlice } from "./guessing.slice.ts";
export { forgetPlaces, isFrom, networkOf, placesOf, rememberPlace } from "./places.ts";
export { countMail, type ThrottleDocument, throttles, writeForNobody } from "./throttle.store.ts";
