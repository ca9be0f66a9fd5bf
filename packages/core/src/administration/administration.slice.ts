import { defineSlice } from "../kernel/slice.ts";

export interface AdministrationSlice {
  /** Of an active administrator: an attempt to demote, disable or delete the account is under way. */
  removal?: { id: string; since: Date };
}

export const administrationSlice = defineSlice<AdministrationSlice>({ fields: { removal: true }, empty: () => ({}) });
