/* Apart from the rest: only the routes that need it take it in. */

export { changeEmail, requestEmailChange } from "./email-change.service.ts";
