import { readParameters } from "../../packages/functions/src/lambda/parameters.ts";

/** Puts the secrets where better-auth's options look for them. What reads them is Rollcall's: the SDK weighs far more. */
export async function readSecrets() {
  const { SECRET_KEY_PARAMETER, MONGODB_URI_PARAMETER } = process.env;
  const values = await readParameters([SECRET_KEY_PARAMETER, MONGODB_URI_PARAMETER]);
  process.env.SECRET_KEY = values.get(SECRET_KEY_PARAMETER);
  process.env.MONGODB_URI = values.get(MONGODB_URI_PARAMETER);
}
