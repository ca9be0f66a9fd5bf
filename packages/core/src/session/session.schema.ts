import * as z from "zod";
import { idSchema } from "../kernel/ids.ts";
import { dateTimeSchema } from "../kernel/text.ts";

export const sessionIdSchema = idSchema("sess");

/** Any text: whether it is a refresh token is for the token's code to say. */
export const refreshInputSchema = z.strictObject({ refreshToken: z.string().max(1_000) });

/** What signing in and refreshing answer with (RFC 6749 section 5.1, in camel case). */
export const tokensSchema = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    tokenType: z.literal("Bearer"),
    expiresIn: z.number().int().meta({ description: "Seconds until the access token expires." }),
  })
  .meta({ id: "Tokens" });
export type Tokens = z.infer<typeof tokensSchema>;

export const refreshedSchema = z.object({ tokens: tokensSchema }).meta({ id: "Refreshed" });

/** A session as its owner, or an administrator, sees it. */
export const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().meta({ description: "Whether the request was made in this session." }),
    createdAt: dateTimeSchema,
    lastUsedAt: dateTimeSchema,
    expiresAt: dateTimeSchema.meta({ description: "When the session ends if it is not refreshed before." }),
    userAgent: z.string().nullable(),
    ip: z.string().nullable(),
    amr: z.array(z.string()).meta({ description: "How the user signed in (RFC 8176)." }),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof sessionSchema>;

export const sessionListSchema = z.object({ items: z.array(sessionSchema) }).meta({ id: "SessionList" });
