import * as z from "zod/mini";

/** What the link of a notice proves. Any text: whether it is a token is for the token's code to say. */
export const notMeSchema = z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(200)) });
export type NotMe = z.infer<typeof notMeSchema>;
