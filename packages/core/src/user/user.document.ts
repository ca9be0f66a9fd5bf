import { administrationSlice } from "../administration/administration.slice.ts";
import type { Document, Projection } from "../database/collection.ts";
import { deletionSlice } from "../deletion/deletion.slice.ts";
import { factorSlice } from "../factor/factor.slice.ts";
import { guessingSlice } from "../guessing/guessing.slice.ts";
import type { Slice, SliceOf } from "../kernel/slice.ts";
import { mailSlice } from "../mail/mail.slice.ts";
import { oneTimeSlice } from "../one-time/one-time.slice.ts";
import { outboxSlice } from "../outbox/outbox.slice.ts";
import { passwordSlice } from "../password/password.slice.ts";
import { registrationSlice } from "../registration/registration.slice.ts";
import { retentionSlice } from "../retention/retention.slice.ts";
import { sessionSlice } from "../session/session.slice.ts";
import { type ProfileSlice, profileFields, searchSlice } from "./profile.slice.ts";

/** What an account is made of beside its profile. A domain that keeps something in it is a line here. */
const slices = [
  searchSlice,
  passwordSlice,
  sessionSlice,
  factorSlice,
  guessingSlice,
  oneTimeSlice,
  outboxSlice,
  mailSlice,
  registrationSlice,
  administrationSlice,
  deletionSlice,
  retentionSlice,
] as const;

type All<S extends readonly unknown[]> = S extends readonly [infer First, ...infer Rest]
  ? SliceOf<First> & All<Rest>
  : unknown;

/**
 * One account, one document: everything that has to change together is in here, so every account
 * operation is at most one read and one conditional write.
 */
export type UserDocument = Document & ProfileSlice & All<typeof slices>;

/** All that a new account has beside its profile. */
export function emptySlices(): All<typeof slices> {
  return Object.assign({}, ...slices.map(({ empty }) => empty()));
}

/** The projection that reads the profile and the parts that are wanted. */
export function only(...wanted: Slice<object>[]): Record<string, 1> {
  return Object.fromEntries([...profileFields, ...fieldsOf(wanted)].map((field) => [field, 1]));
}

/** The projection that reads all but some parts. */
function allBut(...unwanted: Slice<object>[]): Record<string, 0> {
  return Object.fromEntries(fieldsOf(unwanted).map((field) => [field, 0]));
}

const fieldsOf = (parts: readonly Slice<object>[]) => parts.flatMap(({ fields }) => fields);

/** Every field that an account may have beside its id, but for those that are kept. */
export function fieldsBut(kept: readonly string[]): string[] {
  return [...profileFields, ...fieldsOf(slices)].filter((field) => !kept.includes(field));
}

/** All but what is there for searches, which is most of an account. */
export const withoutSearchKeys = allBut(searchSlice);

/** What whoever signs in is let in by: of the sessions that there are, whether they are live. */
export const forSignIn: Projection = { ...withoutSearchKeys, sessionDetails: 0 };

/** What flows by mail look at: nothing that there is much of. */
export const withoutMuch: Projection = { ...allBut(searchSlice, sessionSlice), places: 0 };

/** The profile, and the mark of what is deleted, for reads that meet that, too. */
export const withDeletion = only(deletionSlice);

/** What there is to deliver, and what mails are written with. */
export const forDelivery = only(outboxSlice, oneTimeSlice, mailSlice, deletionSlice);
