import * as z from "zod/mini";
import { existingPasswordSchema } from "../password/index.ts";

/** What can prove who is signed in: one member for each kind of proof. */
export const proofSchema = z.strictObject({ password: existingPasswordSchema });
export type Proof = z.infer<typeof proofSchema>;
