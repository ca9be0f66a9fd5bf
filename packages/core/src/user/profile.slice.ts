import { defineSlice } from "../kernel/slice.ts";

export interface SearchSlice {
  /** What a search finds the account by: see search-keys.ts. Retention mends what an older version has written, or nothing. */
  searchKeys?: string[];
  /* What older versions had in their place. */
  emailKeys?: string[];
  nameKeys?: string[];
  nameKey?: string;
}

export const searchSlice = defineSlice<SearchSlice>({
  fields: { searchKeys: true, emailKeys: true, nameKeys: true, nameKey: true },
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
