import * as z from "zod/mini";
import { textSchema } from "../kernel/text.ts";
import { passwordMaxLength } from "./password-policy.ts";

/** More UTF-16 units than the longest password that the policy accepts can have; hashing never sees more. */
const maxUnits = 1024;

const meta = z.meta({ format: "password" });

/** A password to be set. Its strength is the policy's matter; here it only has to be text of a bounded size. */
export const newPasswordSchema = textSchema(maxUnits, `Must be at most ${passwordMaxLength} characters`).check(meta);

/** A password to be compared with the one that is stored. */
export const existingPasswordSchema = textSchema(maxUnits).check(z.minLength(1), meta);
