import type { Update } from "../database/collection.ts";

/** Seconds in which a new address can be confirmed. */
export const confirmationLifetime = 86_400;

/** What a proof of the address brings with it: an account that waited for one is alive. */
export const proven: Update = { $set: { emailVerified: true }, $unset: { registrationEnds: true } };
