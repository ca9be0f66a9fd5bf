import { createPublicKey } from "node:crypto";
import { createVerifier } from "fast-jwt";
import { verify } from "hono/jwt";
import { importSPKI, jwtVerify } from "jose";
import { audience, issuer, newToken, publicPem, rotation } from "../../functions/tokens.ts";

const expected = { key: publicPem, algorithms: ["ES256"], allowedIss: issuer, allowedAud: audience };

export async function fastJwtKnown() {
  const verify = createVerifier({ ...expected, cache: true });
  const token = newToken();
  return () => verify(token);
}

export async function fastJwtAnother() {
  const verify = createVerifier(expected);
  const next = rotation();
  return () => verify(next());
}

export async function joseAnother() {
  const key = await importSPKI(publicPem, "ES256");
  const next = rotation();
  return () => jwtVerify(next(), key, { algorithms: ["ES256"], issuer, audience });
}

/** It refuses the type of Rollcall's tokens (RFC 9068), so it gets others. */
export async function honoAnother() {
  const key = createPublicKey(publicPem).export({ format: "jwk" });
  const next = rotation("JWT");
  return () => verify(next(), key, { alg: "ES256", iss: issuer, aud: audience });
}
