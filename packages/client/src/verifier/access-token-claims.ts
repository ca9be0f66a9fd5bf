/** The claims of an access token (RFC 9068 section 2.2), frozen. docs/verify-tokens.md tells what each one means. */
export interface AccessTokenClaims {
  iss: string;
  /** The account: `user_…`. */
  sub: string;
  aud: string;
  /** Like all times here in seconds since 1970. */
  exp: number;
  iat: number;
  nbf?: number;
  jti: string;
  client_id: string;
  /** The session: `sess_…`. */
  sid: string;
  /** When the account's owner last proved who they are. */
  auth_time: number;
  amr: readonly string[];
  acr: string;
  roles: readonly string[];
}

/**
 * The claims of a token of this issuer for this audience that is still good, else null, whatever was presented.
 * Rejects when nobody can tell, because the keys cannot be had: KeysUnavailableError where they are another service's.
 */
export type AccessTokenVerifier = (token: string) => Promise<AccessTokenClaims | null>;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value !== "";
const isTime: Check = (value) => typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
const isListOfTexts: Check = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
const isId = (prefix: string): Check => {
  const form = new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`);
  return (value) => typeof value === "string" && form.test(value);
};

/** Which roles there are, and how strong an authentication can be, a service learns that is newer than its verifiers. */
const checks: Record<keyof AccessTokenClaims, Check> = {
  iss: isText,
  sub: isId("user"),
  aud: isText,
  exp: isTime,
  iat: isTime,
  nbf: (value) => value === undefined || isTime(value),
  jti: isText,
  client_id: isText,
  sid: isId("sess"),
  auth_time: isTime,
  amr: isListOfTexts,
  acr: isText,
  roles: isListOfTexts,
};

/**
 * The claims of a token of this issuer for this audience and no other, each of the type it is issued with; else null.
 * Those that are not listed here are dropped.
 */
export function readClaims(
  payload: Record<string, unknown>,
  { iss, aud }: Pick<AccessTokenClaims, "iss" | "aud">,
): AccessTokenClaims | null {
  if (payload.iss !== iss || payload.aud !== aud) return null;
  const claims: Record<string, unknown> = {};
  for (const [name, isValid] of Object.entries(checks)) {
    const value = payload[name];
    if (!isValid(value)) return null;
    if (value !== undefined) claims[name] = Object.freeze(value);
  }
  // One object serves all requests that bring the token.
  return Object.freeze(claims) as unknown as AccessTokenClaims;
}
