import { defineSlice } from "../kernel/slice.ts";

export interface RetentionSlice {
  /** When the account is next looked through for what has become old; absent where it never was. */
  sweepDue?: Date;
}

export const retentionSlice = defineSlice<RetentionSlice>({ fields: { sweepDue: true }, empty: () => ({}) });
