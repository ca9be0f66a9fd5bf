export { addPasskey, type NewPasskeyOptions, verifyWithPasskey } from "./account.ts";
export type { PasskeyFailure, PasskeyOptions, PasskeyResult } from "./result.ts";
export { answerWithPasskey, type PasskeySignInOptions, signInWithPasskey } from "./sign-in.ts";
export { forgetRemovedPasskeys } from "./signals.ts";
export { canAutofillPasskeys, canUsePasskeys } from "./support.ts";
