/** The COSE algorithms (RFC 9053, RFC 8812) that a passkey may sign with: those that authenticators have. The best first. */
export const algorithms = { EdDSA: -8, ES256: -7, RS256: -257 } as const;
