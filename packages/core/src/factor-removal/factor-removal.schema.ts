import * as z from "zod/mini";
import { dateTimeSchema, typedTextSchema } from "../kernel/text.ts";

/** Why somebody's factors are to be removed: for the audit trail, which their owner reads, too. */
export const factorRemovalSchema = z.strictObject({ reason: typedTextSchema(200).check(z.minLength(1)) });
export type FactorRemovalRequest = z.infer<typeof factorRemovalSchema>;

/** When it will be done, where the owner is given time to stop it. */
export const pendingFactorRemovalSchema = z.object({ removesAt: dateTimeSchema });

/** What the link of the mail proves that tells of it. Any text: whether it is a token is for the token's code to say. */
export const keepFactorsSchema = z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(200)) });
export type KeepFactors = z.infer<typeof keepFactorsSchema>;
