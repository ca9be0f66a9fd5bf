import { generateKeyPairSync, randomUUID, sign } from "node:crypto";

export const issuer = "https://auth.example.com";
export const audience = "service";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const kid = "el5MzHzIRKj0OZ-NrfxkykNTk7de4NB78mjmW7BTiGs";

/** What verifies them, as PEM and as a key set. */
export const publicPem = publicKey.export({ type: "spki", format: "pem" }) as string;
export const keySet = { keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" }] };

/** More than any of the caches keeps: when all have been seen, the first one is new again. */
export const manyTokens = 3_000;

/** A token like Rollcall's, good for ten minutes. */
export function newToken(typ = "at+jwt"): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: issuer,
    aud: audience,
    sub: "user_01m8ck3bdae00bhjsw4yw6mx2q",
    client_id: issuer,
    jti: randomUUID(),
    sid: "sess_01m8ck3bdce00beezkrt9fkbpr",
    iat: now,
    exp: now + 600,
    auth_time: now,
    amr: ["pwd"],
    acr: "1",
    roles: [],
  };
  const [header, payload] = [{ alg: "ES256", typ, kid }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signature = sign("sha256", Buffer.from(`${header}.${payload}`), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${header}.${payload}.${signature.toString("base64url")}`;
}

/** A token that is never the same as any of the last ones. */
export function rotation(typ?: string): () => string {
  const tokens = Array.from({ length: manyTokens }, () => newToken(typ));
  let turn = 0;
  return () => tokens[turn++ % tokens.length] as string;
}
