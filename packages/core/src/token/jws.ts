import type { KeyObject } from "node:crypto";
import { CompactSign } from "jose";
import type { SigningAlgorithm } from "../kernel/settings.ts";

/** Members of a protected header that this service writes. */
export interface JwsHeader {
  alg: SigningAlgorithm;
  typ: string;
  kid: string;
}

/** Signs `payload` as a compact JWS. */
export function signJws(header: JwsHeader, payload: object, privateKey: KeyObject): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ ...header }).sign(privateKey);
}
