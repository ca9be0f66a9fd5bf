import { defineSlice } from "../kernel/slice.ts";

export interface DeletionSlice {
  /** Of what a deleted account leaves behind: since when it is gone. */
  deletedAt?: Date;
}

export const deletionSlice = defineSlice<DeletionSlice>({ fields: { deletedAt: true }, empty: () => ({}) });
