/* Apart from the rest: only the routes that need it take it in. */

export { redeemSignInCode, requestSignInCode } from "./email-sign-in.service.ts";
