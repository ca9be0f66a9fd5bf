export {
  acceptedSchema,
  emailProofSchema,
  isOneTimeProof,
  mailRequestSchema,
  type OneTimeProof,
  oneTimeFields,
} from "./one-time.schema.ts";
export {
  issueOneTime,
  issueUndo,
  type NewOneTime,
  openUndo,
  type Presented,
  present,
  useUp,
  voidOneTime,
  voidUndo,
} from "./one-time.service.ts";
export {
  entriesOf,
  entryOf,
  type OneTimeEntry,
  type OneTimeSlice,
  oneTimeSlice,
  type Purpose,
  pathOf,
  purposes,
  type UndoPurpose,
  undoPurposes,
} from "./one-time.slice.ts";
export { encodeOneTimeToken, type OneTimeClaims, oneTimeCode } from "./one-time-token.ts";
export { issueSparingly, requestMail } from "./request-mail.ts";
