import { createPublicKey, type JsonWebKey } from "node:crypto";
import { decodeCBOR } from "@levischuck/tiny-cbor";
import { algorithms } from "./algorithms.ts";

/* Labels of a COSE_Key and its values (RFC 9052 section 7, RFC 9053 section 7, RFC 8230 section 4). */
const label = { kty: 1, alg: 3, crv: -1, x: -2, y: -3, n: -1, e: -2 } as const;
const kty = { OKP: 1, EC2: 2, RSA: 3 } as const;
const crv = { P256: 1, Ed25519: 6 } as const;

/** Bits of an RSA key: fewer can be broken, more are nobody's, and take long. */
const modulusLength = { least: 2_048, most: 4_096 } as const;

type CoseKey = ReadonlyMap<unknown, unknown>;

/**
 * Whether what an authenticator gives for its public key is one that can be signed with by the algorithm that it names: kind and curve go with the
 * algorithm, and the point is on the curve. Throws for some that are not.
 * @param bytes a COSE_Key
 */
export function isUsable(bytes: Uint8Array): boolean {
  const key = decodeCBOR(bytes);
  const jwk = key instanceof Map && toJwk(key);
  if (!jwk) return false;
  const { modulusLength: bits } = createPublicKey({ key: jwk, format: "jwk" }).asymmetricKeyDetails ?? {};
  return bits === undefined || (bits >= modulusLength.least && bits <= modulusLength.most);
}

function toJwk(key: CoseKey): JsonWebKey | null {
  const is = (name: keyof typeof label, value: number) => key.get(label[name]) === value;
  const part = (name: keyof typeof label) => Buffer.from(key.get(label[name]) as Uint8Array).toString("base64url");
  if (is("alg", algorithms.ES256) && is("kty", kty.EC2) && is("crv", crv.P256)) {
    return { kty: "EC", crv: "P-256", x: part("x"), y: part("y") };
  }
  if (is("alg", algorithms.EdDSA) && is("kty", kty.OKP) && is("crv", crv.Ed25519)) {
    return { kty: "OKP", crv: "Ed25519", x: part("x") };
  }
  return is("alg", algorithms.RS256) && is("kty", kty.RSA) ? { kty: "RSA", n: part("n"), e: part("e") } : null;
}
