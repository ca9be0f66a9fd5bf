import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";
import { dateTimeSchema } from "../kernel/text.ts";

export const sessionIdSchema = idSchema("sess");

/** Any text: whether it is a refresh token is for the token's code to say. */
const refreshToken = z.string().check(z.maxLength(1_000));

const attempt = z.optional(z.string().check(z.regex(/^[\w-]{22,64}$/, "Must be 22 to 64 characters of base64url")));

export const refreshInputSchema = z.strictObject({ refreshToken, attempt });
export type RefreshInput = z.infer<typeof refreshInputSchema>;

export const signOutInputSchema = z.strictObject({ refreshToken });

/* The same where a cookie has the token. */
export const cookieRefreshInputSchema = z.strictObject({ attempt });
export const cookieSignOutInputSchema = z.strictObject({});

export const serviceTokenInputSchema = z.strictObject({
  audience: z.string().check(z.minLength(1), z.maxLength(200)),
});
export type ServiceTokenInput = z.infer<typeof serviceTokenInputSchema>;

const accessTokenFields = { tokenType: z.literal("Bearer"), expiresIn: z.int().check(z.gte(1)) };

/** What signing in and refreshing answer with (RFC 6749 section 5.1, in camel case); a refresh token may be in a cookie. */
export const tokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.optional(z.string()),
  ...accessTokenFields,
});
export type Tokens = Required<z.infer<typeof tokensSchema>>;

/** An access token for another service, without a refresh token: that one stays here. */
export const serviceTokenSchema = z.object({ accessToken: z.string(), ...accessTokenFields });
export type ServiceToken = z.infer<typeof serviceTokenSchema>;

/** The next access token of a session that goes on with the refresh token that it has. */
export const accessTokenSchema = z.object({ accessToken: z.string(), ...accessTokenFields });
export type AccessToken = z.infer<typeof accessTokenSchema>;

export const refreshedSchema = z.object({ tokens: tokensSchema });

/** What a session was begun with, in words. */
export const deviceSchema = z.object({ browser: z.nullable(z.string()), system: z.nullable(z.string()) });

/** A session as its owner, or an administrator, sees it. */
export const sessionSchema = z.object({
  id: sessionIdSchema,
  current: z.boolean(),
  createdAt: dateTimeSchema,
  lastUsedAt: dateTimeSchema,
  expiresAt: dateTimeSchema,
  userAgent: z.nullable(z.string()),
  device: deviceSchema,
  ip: z.nullable(z.string()),
  amr: z.array(z.string()),
});
export type Session = z.infer<typeof sessionSchema>;

export const sessionListSchema = z.object({ items: z.array(sessionSchema) });
