import { defineSlice } from "../kernel/slice.ts";

/** What a single-use value is good for. Its place in the list is in every token: only ever add at the end. */
export const purposes = ["verify", "reset", "code", "change", "revert", "invite", "restore", "not-me"] as const;
export type Purpose = (typeof purposes)[number];

/** A single-use value that was issued. Its token and its code follow from `id` and a key that is not in the database. */
export interface OneTimeEntry {
  /** 128 random bits, base64url. */
  id: string;
  /** The address it was sent to, and is good for. */
  email: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt?: Date;
  /** What the purpose needs, such as a session's id. */
  data?: Record<string, string>;
}

export interface OneTimeSlice {
  /** The newest of each purpose: whoever asks for another one voids the one before. A change of credentials drops all. */
  oneTime?: { [P in Purpose]?: OneTimeEntry };
}

export const oneTimeSlice = defineSlice<OneTimeSlice>({
  fields: { oneTime: true },
  empty: () => ({}),
  cap: purposes.length,
});
