/**
 * The bytes of unpadded base64url (RFC 4648 section 5), or null for any other text: Node's own decoder is
 * lenient, so what it has read has to spell the same text again.
 */
export function decodeBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : null;
}
