/** What a deployment cannot do without. */
export const fewestSettings = { ISSUER: "https://auth.example.com" };

/** Settings of the service that every deployment passes on to its API, none of them with its default. */
export const serviceSettings = {
  AUDIENCES: "orders,https://billing.example.com",
  CORS_ORIGINS: "https://www.example.com",
  REGISTRATION: "closed",
  PASSWORD_MIN_LENGTH: "16",
  ACCESS_TOKEN_TTL: "300",
  SESSION_IDLE_TTL: "86400",
  SESSION_MAX_TTL: "604800",
  SIGNING_ALG: "RS256",
  MONGODB_POOL_SIZE: "3",
  LOG_LEVEL: "warn",
};

/** Every setting that the deployment takes from the shell. The issuer follows from the domain. */
export const everySetting = {
  ...serviceSettings,
  DOMAIN: "auth.example.com",
  ALARM_EMAIL: "operators@example.com",
  API_CONCURRENCY: "20",
};

/** The password of the database, as its owner knows it, and as a connection string has it. */
export const databasePassword = "n0t/guessable&kept";

/** Every secret that is set before a deployment. */
export const secrets = {
  SecretKey: "3q2-7wAhk8sTf0mRz5Yb1LxJ9uVdGpEo6NcQiHaW4Xs",
  MongodbUri: `mongodb+srv://rollcall:${encodeURIComponent(databasePassword)}@cluster.example.net/rollcall`,
};
