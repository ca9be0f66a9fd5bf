import { decodeBase64url } from "../kernel/base64url.ts";
import { decodeId, encodeId } from "../kernel/ids.ts";
import type { Secrets } from "../kernel/secrets.ts";

const idLength = 16;
const codeLength = 16;

/**
 * A cursor is the last id of a page and a code that binds it to the page's filter, in base64url: it can
 * neither be made up nor be taken to another search.
 */
export function encodeCursor(secrets: Secrets, lastId: string, filter: object): string {
  const id = decodeId(lastId);
  const code = secrets.authenticate("cursor", boundData(id, filter)).subarray(0, codeLength);
  return Buffer.concat([id, code]).toString("base64url");
}

/** The id after which the next page starts, or null for a cursor that this service did not make for this filter. */
export function decodeCursor(secrets: Secrets, cursor: string, filter: object): string | null {
  const bytes = decodeBase64url(cursor);
  if (bytes?.length !== idLength + codeLength) return null;
  const id = bytes.subarray(0, idLength);
  return secrets.isAuthentic("cursor", boundData(id, filter), bytes.subarray(idLength)) ? encodeId("user", id) : null;
}

function boundData(id: Uint8Array, filter: object): Buffer {
  return Buffer.concat([id, Buffer.from(JSON.stringify(filter))]);
}
