import { decodeBase64url } from "./base64url.ts";
import type { Secrets } from "./secrets.ts";

const codeLength = 16;

/**
 * A cursor is a position in a list and a code that binds it to the list's filter, in base64url: it can neither be made up
 * nor be taken to another list.
 */
export function encodeCursor(secrets: Secrets, position: Uint8Array, filter: object): string {
  const code = secrets.authenticate("cursor", boundData(position, filter)).subarray(0, codeLength);
  return Buffer.concat([position, code]).toString("base64url");
}

/** The position, of so many bytes, or null for a cursor that this service did not make for this filter. */
export function decodeCursor(secrets: Secrets, cursor: string, filter: object, length: number): Buffer | null {
  const bytes = decodeBase64url(cursor);
  if (bytes?.length !== length + codeLength) return null;
  const position = bytes.subarray(0, length);
  return secrets.isAuthentic("cursor", boundData(position, filter), bytes.subarray(length)) ? position : null;
}

function boundData(position: Uint8Array, filter: object): Buffer {
  return Buffer.concat([position, Buffer.from(JSON.stringify(filter))]);
}
