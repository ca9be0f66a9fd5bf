import type { Stage } from "../../packages/functions/src/config/stage.ts";
import type { Edit } from "./offline/checkout.ts";

/** What a stage cannot do without. */
export const fewestSettings = { issuer: "https://auth.example.com" } satisfies Stage;

/** Settings of the service that every deployment passes on to its API, none of them with its default. */
export const serviceSettings = {
  audiences: ["orders", "https://billing.example.com"],
  corsOrigins: ["https://www.example.com", "capacitor://localhost"],
  registration: "closed",
  passwordMinLength: 16,
  breachedPasswords: "range",
  accessTokenTtl: 300,
  sessionIdleTtl: 86_400,
  sessionMaxTtl: 604_800,
  sessionsPerAccount: 20,
  reauthenticationMaxAge: 300,
  signingAlg: "RS256",
  mongodbPoolSize: 3,
  mailTransport: "ses",
  mailFrom: "Example <no-reply@mail.example.com>",
  mailLanguage: "de",
  linksUrl: "https://www.example.com/account",
  eventsSink: ["collection", "eventbridge"],
  eventBus: "audit",
  logLevel: "warn",
} satisfies Stage;

/** Everything that a stage may be set to. The issuer follows from the domain. */
export const everySetting = {
  ...serviceSettings,
  domain: "auth.example.com",
  routerSecretVersion: 2,
  alarmEmail: "operators@example.com",
  apiConcurrency: 20,
  logRetention: "3 months",
  authorizerAcr: "2",
  authorizerMaxAge: 900,
} satisfies Stage;

/** The file of a stage with this in it, whatever whoever runs the tests has put there. */
export function stageFile(stage: "production" | "staging" | "personal", settings: Stage): Record<string, Edit> {
  return { [`infra/stages/${stage}.ts`]: () => `export default ${JSON.stringify(settings)};\n` };
}

/** The password of the database, as its owner knows it, and as a connection string has it. */
export const databasePassword = "n0t/guessable&kept";

/** Every secret that has to be set before a deployment. */
export const secrets = {
  SecretKey: "3q2-7wAhk8sTf0mRz5Yb1LxJ9uVdGpEo6NcQiHaW4Xs",
  MongodbUri: `mongodb+srv://rollcall:${encodeURIComponent(databasePassword)}@cluster.example.net/rollcall`,
};

/** Those that a stage may do without. */
export const optionalSecrets = { PasswordPepper: "b8Vn2kQx9-ZsLr4TfYw7JdGp0HmEc6UaXoKi3Rt5BvM" };
