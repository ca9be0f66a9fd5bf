import { defineSlice } from "../kernel/slice.ts";

export interface PasswordSlice {
  /** PHC string. Without one nobody can sign in with a password. */
  passwordHash: string | null;
  /** Counts what ends sessions, a new password and being disabled: a write that was decided before it loses. */
  credentialVersion: number;
}

export const passwordSlice = defineSlice<PasswordSlice>({
  fields: { passwordHash: true, credentialVersion: true },
  empty: () => ({ passwordHash: null, credentialVersion: 1 }),
});
