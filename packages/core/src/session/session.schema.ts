import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";
import { dateTimeSchema } from "../kernel/text.ts";

export const sessionIdSchema = idSchema("sess");

/** Any text: whether it is a refresh token is for the token's code to say. */
const refreshToken = z.string().check(z.maxLength(1_000));

export const refreshInputSchema = z.strictObject({
  refreshToken,
  attempt: z.optional(
    z.string().check(
      z.regex(/^[\w-]{22,64}$/, "Expected 22 to 64 characters of base64url"),
      z.meta({
        description:
          "A random text of 22 to 64 base64url characters (128 bits and more), made for this refresh and stored before it is sent. Repeated with the same refresh token, it gets the same tokens however late.",
      }),
    ),
  ),
});
export type RefreshInput = z.infer<typeof refreshInputSchema>;

export const signOutInputSchema = z.strictObject({ refreshToken });

/** What signing in and refreshing answer with (RFC 6749 section 5.1, in camel case). */
export const tokensSchema = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    tokenType: z.literal("Bearer"),
    expiresIn: z.int().check(z.meta({ description: "Seconds until the access token expires." })),
  })
  .check(z.meta({ id: "Tokens" }));
export type Tokens = z.infer<typeof tokensSchema>;

export const refreshedSchema = z.object({ tokens: tokensSchema }).check(z.meta({ id: "Refreshed" }));

/** A session as its owner, or an administrator, sees it. */
export const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().check(z.meta({ description: "Whether the request was made in this session." })),
    createdAt: dateTimeSchema,
    lastUsedAt: dateTimeSchema,
    expiresAt: dateTimeSchema.check(z.meta({ description: "When the session ends if it is not refreshed before." })),
    userAgent: z.nullable(z.string()),
    ip: z.nullable(z.string()),
    amr: z.array(z.string()).check(z.meta({ description: "How the user signed in (RFC 8176)." })),
  })
  .check(z.meta({ id: "Session" }));
export type Session = z.infer<typeof sessionSchema>;

export const sessionListSchema = z.object({ items: z.array(sessionSchema) }).check(z.meta({ id: "SessionList" }));
