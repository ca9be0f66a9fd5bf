/* Apart from the rest: only the routes that need it take it in. */

export { resendVerification, verifyEmail } from "./verification.service.ts";
