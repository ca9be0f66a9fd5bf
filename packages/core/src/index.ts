import "./kernel/messages.ts";

export {
  type Event,
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
export { authenticatorAppProofSchema, authenticatorAppSchema } from "./authenticator-app/authenticator-app.schema.ts";
export {
  type Actor,
  type Context,
  createDependencies,
  type Dependencies,
  type Notice,
  systemContext,
} from "./context.ts";
export { passwordChangeSchema } from "./credentials/credentials.schema.ts";
export type { Database } from "./database/collection.ts";
export { openMongoDatabase } from "./database/mongodb.ts";
export { definitions } from "./definitions.ts";
export { emailChangeRequestSchema, emailChangeSchema } from "./email-change/email-change.schema.ts";
export {
  type Assertion,
  type Attestation,
  assertionResponseSchema,
  assertionSchema,
  attestationResponseSchema,
  attestationSchema,
  challengeTokenSchema,
  type FactorList,
  factorIdSchema,
  factorListSchema,
  factorNameSchema,
  factorSchema,
} from "./factor/index.ts";
export {
  factorRemovalSchema,
  keepFactorsSchema,
  pendingFactorRemovalSchema,
} from "./factor-removal/factor-removal.schema.ts";
export { type Clock, systemClock, type VirtualClock, virtualClock } from "./kernel/clock.ts";
export {
  type ErrorCode,
  type ErrorDetails,
  type ErrorMembers,
  errorCodes,
  type Issue,
  invalid,
  RollcallError,
  type SecondFactorMethod,
  secondFactorMethods,
} from "./kernel/errors.ts";
export { createSecrets, type Secrets } from "./kernel/secrets.ts";
export type { Settings } from "./kernel/settings.ts";
export { unicodeEscape } from "./kernel/text.ts";
export { acceptedSchema, emailProofSchema, mailRequestSchema } from "./one-time/index.ts";
export { type Carriers, maxOutbox, outboxOf, type QueuedEvent } from "./outbox/index.ts";
export {
  anonymousRequestSchema,
  authenticatorSelectionSchema,
  creationOptionsSchema,
  credentialDescriptorSchema,
  halfSignInSchema,
  keyAlgorithmSchema,
  newPasskeySchema,
  passkeyOfferSchema,
  passkeyOwnerSchema,
  passkeyRequestSchema,
  passkeySignInSchema,
  relyingPartySchema,
  requestOptionsSchema,
  secondFactorRequestSchema,
} from "./passkey/passkey.schema.ts";
export {
  type BreachedPasswords,
  newPasswordSchema,
  passwordMaxLength,
  weaknessesOf,
  weaknessIssue,
} from "./password/index.ts";
export {
  type AccountExport,
  accountExportSchema,
  keptMessageSchema,
  keptPlaceSchema,
  keptProofSchema,
} from "./privacy/export.schema.ts";
export { editMe, readMe } from "./profile/index.ts";
export { proofSchema, verificationSchema } from "./reauthentication/reauthentication.schema.ts";
export { passwordResetSchema } from "./recovery/recovery.schema.ts";
export { register, registrationSchema } from "./registration/index.ts";
export {
  addedPasskeySchema,
  confirmedAppSchema,
  factorEditSchema,
  recoveryCodesSchema,
  secondFactorSchema,
} from "./second-factor/second-factor.schema.ts";
export {
  type AccessToken,
  accessTokenSchema,
  cookieRefreshInputSchema,
  cookieSignOutInputSchema,
  countingRoles,
  deviceSchema,
  endMyOtherSessions,
  endMySession,
  issueServiceToken,
  leastAcr,
  listMySessions,
  maxSessions,
  type Refresh,
  type RefreshInput,
  refresh,
  refreshedSchema,
  refreshGrace,
  refreshInputSchema,
  type ServiceToken,
  type Session,
  serviceTokenInputSchema,
  serviceTokenSchema,
  sessionIdSchema,
  sessionListSchema,
  sessionSchema,
  signOut,
  signOutInputSchema,
  type Tokens,
  tokensSchema,
} from "./session/index.ts";
export { beginSession, credentialsSchema, type SignedIn, signedInSchema, signIn } from "./sign-in/index.ts";
export { notMeSchema } from "./takeover/takeover.schema.ts";
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
export {
  emailSchema,
  newUserSchema,
  profileEditSchema,
  type User,
  type UserDocument,
  type UserPage,
  userEditSchema,
  userIdSchema,
  userPageSchema,
  userQuerySchema,
  userSchema,
  users,
  usersOf,
} from "./user/index.ts";
