export { newRecoveryCodes, proveRecoveryCode } from "./recovery-codes.ts";
