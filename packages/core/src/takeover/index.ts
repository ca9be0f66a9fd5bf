/* Apart from the rest: only the routes that need it take it in. */

export { disownSignIn, takeBack } from "./takeover.service.ts";
