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
  /** Its owner has deleted it, and can undo that until then. It is disabled meanwhile. */
  deletesAt?: Date;
}

export const profileFields = Object.keys({
  email: true,
  emailVerified: true,
  name: true,
  roles: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  lastLoginAt: true,
  deletesAt: true,
} satisfies Record<keyof ProfileSlice, true>);
