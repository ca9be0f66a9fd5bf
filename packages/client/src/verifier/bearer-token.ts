/** The token of an Authorization field's value (RFC 6750 section 2.1), if there is one. */
export function bearerToken(authorization: string | null | undefined): string | undefined {
  return /^Bearer +([^ ][\s\S]*)$/i.exec(authorization ?? "")?.[1];
}
