/* Apart from the rest: only the routes that need it take it in. */

export { forgotPassword, resetLifetime, resetPassword } from "./recovery.service.ts";
