import { month } from "../capacity/operations.ts";
import type { Call } from "../load/call.ts";
import type { Subject } from "./subject.ts";

type Kind = "me" | "refresh" | "signIn" | "register";

/** What people do, in a mix: five times what one does in a month, so that each is a whole number. */
export const mix = {
  me: 5 * month.me,
  refresh: 5 * month.refresh,
  signIn: 5 * month.signIn,
  register: 5 * month.register,
} as const satisfies Record<Kind, number>;

export const kinds = Object.keys(mix) as Kind[];

/** What each is called on pages. */
export const kindNames: Record<Kind, string> = {
  me: "reading one's account",
  refresh: "refreshing the session",
  signIn: "signing in",
  register: "registering",
};

/** The call of a kind; where sessions are not refreshed, the account is read instead. */
export const callOf = (subject: Subject, kind: Kind): Call => subject[kind] ?? subject.me;

/** The calls of a mix, each kind spread evenly over it. */
export function mixed(subject: Subject): Call[] {
  return kinds
    .flatMap((kind) => Array.from({ length: mix[kind] }, (_, turn) => ({ kind, at: (turn + 0.5) / mix[kind] })))
    .sort((a, b) => a.at - b.at)
    .map(({ kind }) => callOf(subject, kind));
}
