/* Made by `npm run client-types` from packages/core/src/audit/event-type.ts. */

/**
 * The name of every type of event: `noun.verb`, in the past tense. A new one is a line here and one in `eventTypes`, which the
 * compiler asks for.
 */
export const eventTypeNames = [
  "user.registered",
  "user.created",
  "user.invited",
  "user.changed",
  "user.deletion_requested",
  "user.restored",
  "user.deleted",
  "user.exported",
  "administrator.promoted",
  "session.started",
  "session.ended",
  "sessions.ended",
  "sign_in.failed",
  "sign_in.disowned",
  "account.throttled",
  "code.refused",
  "code.requested",
  "refresh_token.reused",
  "user.reauthenticated",
  "second_factor.asked",
  "second_factor.refused",
  "factor.added",
  "factor.removed",
  "factors.removed",
  "factors.removal_requested",
  "factors.removal_stopped",
  "recovery_codes.made",
  "recovery_code.used",
  "passkey.counter_regressed",
  "password.changed",
  "password.refused",
  "password.reset_requested",
  "password.reset",
  "email.verification_requested",
  "email.verified",
  "email.change_requested",
  "email.changed",
  "email.reverted",
  "mail.undeliverable",
] as const;

export type EventType = (typeof eventTypeNames)[number];
