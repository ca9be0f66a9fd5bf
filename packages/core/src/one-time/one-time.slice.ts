import { defineSlice } from "../kernel/slice.ts";

/** What a single-use value is good for. Its place in the list is in every token: only ever add at the end. */
export const purposes = ["verify", "reset", "code", "change", "revert", "invite", "restore", "not-me", "keep"] as const;
export type Purpose = (typeof purposes)[number];

/**
 * Those that undo what somebody else may have done, and how many of each may be open at once. Each stays good whatever
 * comes after it, a change of credentials included: who has taken an account over could void it otherwise.
 */
export const undoPurposes = { revert: 5, "not-me": 10, keep: 6 } as const satisfies Partial<Record<Purpose, number>>;
export type UndoPurpose = keyof typeof undoPurposes;

export const isUndo = (purpose: Purpose): purpose is UndoPurpose => purpose in undoPurposes;

/** A single-use value that was issued. Its token and its code follow from `id` and a key that is not in the database. */
export interface OneTimeEntry {
  /** 128 random bits, base64url. */
  id: string;
  /** The address it was sent to, and is good for. */
  email: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt?: Date;
  /** Which one it is of those that strangers may have had sent in an hour. */
  series?: { since: Date; count: number };
  /** What the purpose needs, such as a session's id. */
  data?: Record<string, string>;
}

export interface OneTimeSlice {
  /**
   * The newest of each purpose: whoever asks for another one voids the one before, and a change of credentials voids all. Of
   * those that undo something, all that are open, by their ids.
   */
  oneTime?: { [P in Exclude<Purpose, UndoPurpose>]?: OneTimeEntry } & {
    [P in UndoPurpose]?: Record<string, OneTimeEntry>;
  };
}

export const oneTimeSlice = defineSlice<OneTimeSlice>({
  fields: { oneTime: true },
  empty: () => ({}),
  cap: purposes.reduce((sum, purpose) => sum + (isUndo(purpose) ? undoPurposes[purpose] : 1), 0),
});

/** Where a value is in its account. */
export function pathOf({ purpose, id }: { purpose: Purpose; id: string }): string {
  return isUndo(purpose) ? `oneTime.${purpose}.${id}` : `oneTime.${purpose}`;
}

/** All values of a purpose, whatever has become of them. */
export function entriesOf({ oneTime = {} }: OneTimeSlice, purpose: Purpose): OneTimeEntry[] {
  return isUndo(purpose) ? Object.values(oneTime[purpose] ?? {}) : [oneTime[purpose] ?? []].flat();
}

/** The value of these claims, unless it is void. */
export function entryOf(
  { oneTime = {} }: OneTimeSlice,
  { purpose, id }: { purpose: Purpose; id: string },
): OneTimeEntry | undefined {
  const entry = isUndo(purpose) ? oneTime[purpose]?.[id] : oneTime[purpose];
  return entry?.id === id ? entry : undefined;
}
