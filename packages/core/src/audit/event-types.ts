import * as z from "zod/mini";
import type { EventType } from "./event-type.ts";

/*
 * What each type of event means, and its data. Ids, names of fields and words of our own, never an address, a name or a password.
 * A type and its data are part of the contract: data may gain fields, and loses none.
 */

/** It was done as was asked. */
function done<const S extends z.core.$ZodLooseShape>(meaning: string, data: S) {
  return { meaning, outcome: "success", data: z.object(data) } as const;
}

/** Somebody was refused. */
function refused<const S extends z.core.$ZodLooseShape>(meaning: string, data: S) {
  return { meaning, outcome: "failure", data: z.object(data) } as const;
}

const nothing = {};

const text = (description: string) => z.string().check(z.meta({ description }));
const oneOf = <const V extends readonly string[]>(description: string, ...values: V) =>
  z.enum(values).check(z.meta({ description }));

const roles = z.array(z.enum(["admin"])).check(z.meta({ description: "The roles of the account." }));
const status = oneOf("Whether somebody can sign in to the account.", "active", "disabled");
const amr = z
  .array(z.string())
  .check(z.meta({ description: "How somebody has proved who they are, in the words of RFC 8176, such as `pwd`." }));

const factorId = text("The factor's id.");
const kind = oneOf("Of which kind it is.", "totp", "passkey");

/** What a field was, and what it is now. */
function changeOf<S extends z.core.$ZodType>(value: S) {
  const change = z.object({ before: value, after: value });
  return z.optional(change.check(z.meta({ description: "Before and after, where it has changed." })));
}

export const eventTypes = {
  "user.registered": done("Somebody has made an account of their own.", nothing),
  "user.created": done("An account was made for somebody.", { roles }),
  "user.invited": done("Somebody was asked by mail to take over the account that was made for them.", nothing),
  "user.changed": done("Fields of the account got other values. A disabled account has no session any more.", {
    fields: z.array(z.string()).check(z.meta({ description: "The names of the fields that have another value now." })),
    roles: changeOf(roles),
    status: changeOf(status),
  }),
  "user.deletion_requested": done("The account was put out of use, and will be deleted.", {
    deletesAt: text("When it will be deleted, in RFC 3339."),
  }),
  "user.restored": done("A deletion was undone in time.", nothing),
  "user.deleted": done("The account, and with it every session, is gone.", nothing),
  "user.exported": done("Somebody was given all that is kept about them.", nothing),
  "administrator.promoted": done("The account has become an administrator's.", {
    by: oneOf("Whether it was made as one, was given the role, or a command did it.", "creation", "role", "command"),
  }),
  "session.started": done("Somebody has signed in.", {
    amr,
    isNewPlace: z
      .boolean()
      .check(z.meta({ description: "Whether the account was never used from this network and kind of browser." })),
  }),
  "session.ended": done("A session was ended before its time.", {
    by: oneOf(
      "Whether it has signed out, or another session of the owner, an administrator, a refresh token that came again, a notice by mail, or a policy that asks for a second factor has ended it.",
      "sign_out",
      "owner",
      "administrator",
      "reuse",
      "not_me",
      "policy",
    ),
  }),
  "sessions.ended": done("All sessions were ended, but for the one that is named.", {
    by: oneOf("Who has ended them.", "owner", "administrator", "not_me"),
    except: z.nullable(z.string()).check(z.meta({ description: "The session that goes on, if one does." })),
  }),
  "sign_in.failed": refused("Somebody has not proved to be the owner.", {
    method: text("What was tried, in the words of RFC 8176."),
  }),
  "sign_in.disowned": done("The owner has said that a sign-in was not theirs.", nothing),
  "account.throttled": refused("So many guesses were wrong that the next ones have to wait.", {
    seconds: z.number().check(z.meta({ description: "For how long." })),
  }),
  "code.refused": refused("A mailed code was wrong, or not good any more.", nothing),
  "code.requested": done("A link and a code to sign in with were mailed.", nothing),
  "refresh_token.reused": refused("A refresh token that had been used came again: somebody else may have it.", nothing),
  "user.reauthenticated": done("Somebody who was signed in has proved once more who they are.", { amr }),
  "second_factor.asked": done(
    "Somebody has given a first proof and was asked for a second factor. No session has begun.",
    { amr },
  ),
  "second_factor.refused": refused(
    "Somebody who had given a first proof, or was signed in, did not prove a second factor.",
    {
      method: oneOf("What was tried.", "totp", "passkey", "recovery_code"),
    },
  ),
  "factor.added": done("The owner has set up a factor. With the first one every other session has ended.", {
    factorId,
    kind,
  }),
  "factor.removed": done("The owner has removed a factor. With the last one every other session has ended.", {
    factorId,
    kind,
  }),
  "factors.removed": done("All factors were removed for the owner. Every session has ended.", {
    by: oneOf("Who has removed them.", "administrator", "command"),
    reason: text("Why, in the words of who has removed them."),
  }),
  "factors.removal_requested": done(
    "An administrator has asked to remove all factors, which the owner can stop until then.",
    {
      removesAt: text("When they will be removed, in RFC 3339."),
      reason: text("Why, in the administrator's words."),
    },
  ),
  "factors.removal_stopped": done("The factors stay: their removal was stopped.", {
    by: oneOf(
      "Whether the owner's mail has done that, a factor that was proved or changed, whoever has taken the account back by a notice, or an administrator who has disabled the account.",
      "mail",
      "factor",
      "not_me",
      "administrator",
    ),
  }),
  "recovery_codes.made": done("The owner has got new recovery codes. Those before are void.", nothing),
  "recovery_code.used": done("A recovery code was taken in place of a factor.", {
    left: z.number().check(z.meta({ description: "How many are left." })),
  }),
  "passkey.counter_regressed": refused("A passkey has signed less often than before: there may be a copy of it.", {
    factorId,
  }),
  "password.changed": done("The owner has set another password. Every other session has ended.", nothing),
  "password.refused": refused("Somebody who was signed in gave a wrong password.", nothing),
  "password.reset_requested": done("A way to set another password was mailed.", nothing),
  "password.reset": done("Another password was set by a mailed proof. Every session has ended.", nothing),
  "email.verification_requested": done("A proof of the address was mailed.", nothing),
  "email.verified": done("The address was proved to be its owner's.", nothing),
  "email.change_requested": done("A proof was mailed to the address that is to take the place of this one.", nothing),
  "email.changed": done("The account has another address.", nothing),
  "email.reverted": done("The address before has taken its place again.", nothing),
  "mail.undeliverable": refused("A mail came back for good, or was called unwanted.", {
    reason: oneOf("Which of the two.", "bounce", "complaint"),
  }),
} as const satisfies Record<EventType, { meaning: string; outcome: "success" | "failure"; data: z.ZodMiniObject }>;
