import { defineSlice } from "../kernel/slice.ts";

export interface SearchSlice {
  /** What a search finds `email` by. An account from before there were keys gets these, and those of `name`, at its next sign-in. */
  emailKeys?: string[];
  nameKeys?: string[];
}

export const searchSlice = defineSlice<SearchSlice>({
  fields: { emailKeys: true, nameKeys: true },
  empty: () => ({}),
});

export interface ProfileSlice {
  email: string;
  emailVerified: boolean;
  name: string | null;
  roles: "admin"[];
  status: "active" | "disabled";
  createdAt: Date;
  updatedAt: Date;
  lastLoginAt: Date | null;
}
