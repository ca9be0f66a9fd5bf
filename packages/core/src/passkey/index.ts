export { addPasskey, offerPasskey, requestProof } from "./my-passkeys.service.ts";
export * from "./passkey.schema.ts";
export { requestPasskey, requestSecondFactor, signInWithPasskey } from "./passkey-sign-in.service.ts";
export { provePasskey } from "./prove-passkey.ts";
