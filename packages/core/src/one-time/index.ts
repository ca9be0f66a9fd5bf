export { isOneTimeProof, type OneTimeProof, oneTimeFields } from "./one-time.schema.ts";
export { issueOneTime, type NewOneTime, type Presented, present } from "./one-time.service.ts";
export { type OneTimeEntry, oneTimeSlice, type Purpose } from "./one-time.slice.ts";
export { encodeOneTimeToken, type OneTimeClaims, oneTimeCode } from "./one-time-token.ts";
