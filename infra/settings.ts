import { parseConfig } from "../packages/functions/src/config.ts";
import { nameAuthorizers } from "./audiences.ts";

/** Settings of docs/configuration.md that the functions take from the deploying shell. */
const passedOn = [
  "AUDIENCES",
  "CORS_ORIGINS",
  "REGISTRATION",
  "PASSWORD_MIN_LENGTH",
  "ACCESS_TOKEN_TTL",
  "SESSION_IDLE_TTL",
  "SESSION_MAX_TTL",
  "SIGNING_ALG",
  "LOG_LEVEL",
] as const;

const isProduction = $app.stage === "production";

/** Settings of the deployment alone, as docs/operations.md describes them. */
export const deployment = {
  domain: process.env.DOMAIN || undefined,
  alarmEmail: process.env.ALARM_EMAIL || undefined,
  concurrency: concurrency(process.env.API_CONCURRENCY || (isProduction ? "50" : "5")),
  logRetention: isProduction ? "3 months" : "1 week",
  isProduction,
} as const;

/** Environments of the API at most; `unreserved` leaves them to the account's limit. */
function concurrency(value: string): number | undefined {
  if (value === "unreserved") return undefined;
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new Error("API_CONCURRENCY: expected a whole number from 1 to 9999, or unreserved");
}

const given: Partial<Record<Setting, string>> = Object.fromEntries(
  passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

type Setting = (typeof passedOn)[number] | "ISSUER" | "MONGODB_POOL_SIZE";

const settings: Partial<Record<Setting, string>> = {
  ISSUER: process.env.ISSUER || (deployment.domain ? `https://${deployment.domain}` : ""),
  // An environment serves one request at a time.
  MONGODB_POOL_SIZE: process.env.MONGODB_POOL_SIZE || "2",
  ...given,
};

/** A secret, which SST hands to this program in its environment. */
function secret(name: string): string {
  const value = process.env[`SST_SECRET_${name}`];
  if (!value) throw new Error(`${name} is not set: npx sst secret set ${name} … --stage ${$app.stage}`);
  return value;
}

// What is wrong stops the deployment before anything is made.
const config = parseConfig({
  ...settings,
  AUDIENCE: process.env.AUDIENCE,
  SECRET_KEY: secret("SecretKey"),
  MONGODB_URI: secret("MongodbUri"),
});
if (!settings.ISSUER?.startsWith("https://")) throw new Error("ISSUER: expected an https origin");

/** The name of each service's authorizer, by its audience. */
export const authorizerNames = nameAuthorizers(config.settings.audiences, `${$app.name}-${$app.stage}-`);

/** The environment of a function that needs these settings. */
export function settingsFor(...names: Setting[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

/** Every setting: the API's. */
export const allSettings = settings;
