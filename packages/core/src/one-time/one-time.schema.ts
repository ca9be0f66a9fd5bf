import * as z from "zod/mini";
import { groupedPattern, ungrouped } from "../kernel/text.ts";
import { emailSchema } from "../user/index.ts";

/** Whoever asks for a mail says to which address. */
export const mailRequestSchema = z.strictObject({ email: emailSchema });

/** What a request is answered with of which a mail tells the rest. */
export const acceptedSchema = z.object({});

/** Any text: whether it is a token is for the token's code to say. */
const token = z.optional(z.string().check(z.minLength(1), z.maxLength(200)));

/** As mails write it, and as people type it: with a blank in between, or more. */
const code = z.optional(
  z
    .string()
    .check(
      z.maxLength(40),
      z.overwrite(ungrouped),
      z.regex(/^\d{8}$/, "Must be the eight digits of the mail"),
      z.meta({ pattern: groupedPattern("\\d", 8) }),
    ),
);

/** What proves that somebody has a mail: its link's token, or its code with the address that it was sent to. */
export const oneTimeFields = { token, email: z.optional(emailSchema), code };

export interface OneTimeProof {
  token?: string | undefined;
  email?: string | undefined;
  code?: string | undefined;
}

/** To be checked of an object with {@link oneTimeFields}. */
export const isOneTimeProof = z.refine<OneTimeProof>(
  ({ token, email, code }) =>
    token === undefined ? email !== undefined && code !== undefined : email === undefined && code === undefined,
  "Must have either the token, or the e-mail address and the code",
);

export const emailProofSchema = z.strictObject(oneTimeFields).check(isOneTimeProof);
