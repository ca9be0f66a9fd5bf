import "./kernel/messages.ts";

export * from "./administration/index.ts";
export {
  type Event,
  type EventData,
  type EventPage,
  type EventQuery,
  type EventType,
  eventActorSchema,
  eventPageSchema,
  eventQuerySchema,
  eventSchema,
  feedFromNow,
  listEvents,
  listMyEvents,
  myEventQuerySchema,
} from "./audit/index.ts";
export {
  type Actor,
  type Context,
  createDependencies,
  type Dependencies,
  type Notice,
  systemContext,
} from "./context.ts";
export * from "./credentials/index.ts";
export type { Collection, CollectionDefinition, Database, Document } from "./database/collection.ts";
export { openMongoDatabase } from "./database/mongodb.ts";
export { definitions } from "./definitions.ts";
export { deleteMe, deleteUser } from "./deletion/index.ts";
export * from "./email-change/email-change.schema.ts";
export { type Clock, systemClock, type VirtualClock, virtualClock } from "./kernel/clock.ts";
export {
  type ErrorCode,
  type ErrorDetails,
  type ErrorMembers,
  errorCodes,
  type Issue,
  invalid,
  RollcallError,
} from "./kernel/errors.ts";
export { createSecrets, type Secrets } from "./kernel/secrets.ts";
export type { Settings, SigningAlgorithm } from "./kernel/settings.ts";
export { unicodeEscape } from "./kernel/text.ts";
export * from "./one-time/index.ts";
export * from "./outbox/index.ts";
export {
  type BreachedPasswords,
  newPasswordSchema,
  passwordMaxLength,
  weaknessesOf,
  weaknessIssue,
} from "./password/index.ts";
export { editMe, readMe } from "./profile/index.ts";
export * from "./reauthentication/index.ts";
export * from "./recovery/recovery.schema.ts";
export * from "./registration/index.ts";
export * from "./session/index.ts";
export * from "./sign-in/index.ts";
export * from "./takeover/takeover.schema.ts";
export {
  type AccessTokenClaims,
  createKeyRing,
  keySetMaxAge,
  publishedMaxAge,
  type RotationStep,
  SigningKeyLockedError,
  signingKeyLifetime,
  signingKeys,
} from "./token/index.ts";
export * from "./user/index.ts";
