import type { Update } from "../database/collection.ts";
import { factorSlice } from "./factor.slice.ts";

/** A challenge that was met is not met again, whatever becomes of the factor. */
const fields = factorSlice.fields.filter((field) => field !== "metChallenges");

/** The part of an update that takes all factors away, with everything that goes with them. */
export const withoutAnyFactor: Update = { $unset: Object.fromEntries(fields.map((field) => [field, true as const])) };
