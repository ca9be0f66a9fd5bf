import { createVerifier } from "../../packages/client/src/verifier/index.ts";
import { audience, issuer, keySet, newToken, rotation } from "./tokens.ts";

/* What a service does for a request, as `auth` of the client's Hono middleware does it. */

const fetch = async () => Response.json(keySet);

async function verifying(next: () => string) {
  const verify = createVerifier({ issuer, audience, fetch });
  if (!(await verify(next()))) throw new Error("The token is refused");
  return () => verify(next());
}

export async function knownToken() {
  const token = newToken();
  return verifying(() => token);
}

export const anotherToken = () => verifying(rotation());
