import * as z from "zod/mini";
import { idSchema } from "../kernel/ids.ts";

const numericDate = z.number().check(z.nonnegative());

/**
 * The claims of an access token (RFC 9068 section 2.2), each of the type it is issued with. Claims that
 * are not listed here are dropped.
 */
export function accessTokenClaims(issuer: string) {
  return z.object({
    iss: z.literal(issuer),
    sub: idSchema("user"),
    aud: z.union([z.string(), z.array(z.string())]),
    exp: numericDate,
    iat: numericDate,
    nbf: z.optional(numericDate),
    jti: z.string().check(z.minLength(1)),
    client_id: z.string().check(z.minLength(1)),
    sid: idSchema("sess"),
    auth_time: numericDate,
    amr: z.array(z.string()),
    roles: z.array(z.literal("admin")),
  });
}

export type AccessTokenClaims = z.infer<ReturnType<typeof accessTokenClaims>>;
