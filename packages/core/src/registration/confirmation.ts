import type { Update } from "../database/collection.ts";

/** Seconds in which a new address can be confirmed. */
export const confirmationLifetime = 86_400;

/** What a proof of the address says of the account, beside what every use of a mail does. */
export const proven: Update = { $set: { emailVerified: true } };
