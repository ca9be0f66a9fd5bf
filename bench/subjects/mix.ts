import type { Call } from "../load/call.ts";
import type { Subject } from "./subject.ts";

/** What people do, in a mix: of 200 requests so many. */
export const mix = { me: 128, refresh: 64, signIn: 7, register: 1 } as const;

type Kind = keyof typeof mix;

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
