import { defineSlice } from "../kernel/slice.ts";

export interface RegistrationSlice {
  /** Of an account that waits for its owner to prove the address: until when it does. Nobody can sign in to it before. */
  registrationEnds?: Date;
  /** When its owner was last told that somebody has registered with the address. */
  registrationToldAt?: Date;
}

export const registrationSlice = defineSlice<RegistrationSlice>({
  fields: { registrationEnds: true, registrationToldAt: true },
  empty: () => ({}),
});
