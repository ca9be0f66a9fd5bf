import * as z from "zod/mini";
import { challengeTokenSchema, factorAnswerFields } from "../factor/index.ts";
import { existingPasswordSchema } from "../password/index.ts";

/** The caller's password, for what is asked for together with it. */
export const proofSchema = z.strictObject({ password: existingPasswordSchema });

const kinds = ["password", "code", "recoveryCode", "passkey"] as const;

/** What can prove who is signed in: one of them, and with a passkey the challenge that it has met. */
export const verificationSchema = z
  .strictObject({
    password: z.optional(existingPasswordSchema),
    ...factorAnswerFields,
    challenge: z.optional(challengeTokenSchema),
  })
  .check(
    z.refine(
      (given) =>
        kinds.filter((kind) => given[kind] !== undefined).length === 1 &&
        (given.passkey === undefined) === (given.challenge === undefined),
      "Must have one of password, code, recoveryCode, and passkey with its challenge",
    ),
  );
export type Verification = z.infer<typeof verificationSchema>;
