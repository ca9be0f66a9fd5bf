/** The settings of docs/configuration.md that are not secret, as the deploying shell has them. */
const passedOn = [
  "AUDIENCE",
  "CORS_ORIGINS",
  "REGISTRATION",
  "PASSWORD_MIN_LENGTH",
  "ACCESS_TOKEN_TTL",
  "SESSION_IDLE_TTL",
  "SESSION_MAX_TTL",
  "SIGNING_ALG",
  "MONGODB_POOL_SIZE",
  "LOG_LEVEL",
];

/** A wrong or missing issuer stops the deployment, not the first request. */
function issuer(): string {
  const value = process.env.ISSUER ?? "";
  if (!URL.canParse(value) || new URL(value).origin !== value || !value.startsWith("https://")) {
    throw new Error(
      "ISSUER: set it to the https origin under which clients reach this stage, such as https://auth.example.com",
    );
  }
  return value;
}

export const settings: Record<string, string> = {
  ISSUER: issuer(),
  ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
};
