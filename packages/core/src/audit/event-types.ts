import * as z from "zod/mini";

/*
 * Every type of event that there is, with what it means and its data: a new one is a line here. Ids, names of fields and words of
 * our own, never an address, a name or a password. A type and its data are part of the contract: they may gain fields, and lose none.
 */

/** It was done as was asked. */
function done<const S extends z.core.$ZodLooseShape>(meaning: string, data: S) {
  return { meaning, outcome: "success", data: z.object(data) } as const;
}

/** Somebody was refused. */
function refused<const S extends z.core.$ZodLooseShape>(meaning: string, data: S) {
  return { meaning, outcome: "failure", data: z.object(data) } as const;
}

const roles = z.array(z.enum(["admin"]));
const status = z.enum(["active", "disabled"]);
const changeOf = <S extends z.core.$ZodType>(value: S) => z.object({ before: value, after: value });
const nothing = {};

/** How somebody has proved who they are, in the words of RFC 8176, such as `pwd`. */
const amr = z.array(z.string());

export const eventTypes = {
  "user.registered": done("Somebody has made an account of their own.", nothing),
  "user.created": done("An account was made for somebody.", { roles }),
  "user.invited": done("Somebody was asked by mail to take over the account that was made for them.", nothing),
  "user.changed": done("Fields of the account got other values. A disabled account has no session any more.", {
    fields: z.array(z.string()),
    roles: z.optional(changeOf(roles)),
    status: z.optional(changeOf(status)),
  }),
  "user.deletion_requested": done("The account was put out of use, and will be deleted.", { deletesAt: z.string() }),
  "user.restored": done("A deletion was undone in time.", nothing),
  "user.deleted": done("The account, and with it every session, is gone.", nothing),
  "user.exported": done("Somebody was given all that is kept about them.", nothing),
  "administrator.promoted": done("The account has become an administrator's.", {
    by: z.enum(["creation", "role", "command"]),
  }),
  "session.started": done("Somebody has signed in.", { amr, isNewPlace: z.boolean() }),
  "session.ended": done("A session was ended before its time.", {
    by: z.enum(["sign_out", "owner", "administrator", "reuse", "not_me"]),
  }),
  "sessions.ended": done("All sessions were ended, but for the one that is named.", {
    by: z.enum(["owner", "administrator", "not_me"]),
    except: z.nullable(z.string()),
  }),
  "sign_in.failed": refused("Somebody has not proved to be the owner.", { method: z.string() }),
  "sign_in.disowned": done("The owner has said that a sign-in was not theirs.", nothing),
  "account.throttled": refused("So many guesses were wrong that the next ones have to wait.", { seconds: z.number() }),
  "code.refused": refused("A mailed code was wrong, or not good any more.", nothing),
  "code.requested": done("A link and a code to sign in with were mailed.", nothing),
  "refresh_token.reused": refused("A refresh token that had been used came again: somebody else may have it.", nothing),
  "user.reauthenticated": done("Somebody who was signed in has proved once more who they are.", { amr }),
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
    reason: z.enum(["bounce", "complaint"]),
  }),
} as const;

export type EventType = keyof typeof eventTypes;

/** The data of an event of this type. */
export type EventData<T extends EventType = EventType> = z.infer<(typeof eventTypes)[T]["data"]>;
