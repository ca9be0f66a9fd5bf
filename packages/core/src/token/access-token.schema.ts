import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";

/** `acr` of a session that began with one factor. */
export const oneFactor = "1";

const numericDate = z.number().check(z.nonnegative());

/**
 * The claims of an access token (RFC 9068 section 2.2) for one audience and no other, each of the type it is issued
 * with. Claims that are not listed here are dropped.
 */
export function accessTokenClaims(issuer: string, audience: string) {
  return z.object({
    iss: z.literal(issuer),
    sub: idSchema("user"),
    aud: z.literal(audience),
    exp: numericDate,
    iat: numericDate,
    nbf: z.optional(numericDate),
    jti: z.string().check(z.minLength(1)),
    client_id: z.string().check(z.minLength(1)),
    sid: idSchema("sess"),
    auth_time: numericDate,
    amr: z.array(z.string()),
    acr: z.literal(oneFactor),
    roles: z.array(z.literal("admin")),
  });
}

export type AccessTokenClaims = z.infer<ReturnType<typeof accessTokenClaims>>;
