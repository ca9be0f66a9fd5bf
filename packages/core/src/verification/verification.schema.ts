import * as z from "zod/mini";
import { isOneTimeProof, oneTimeFields } from "../one-time/index.ts";

/** The link of a mail, or its code with the address. */
export const emailProofSchema = z.strictObject(oneTimeFields).check(isOneTimeProof);
