import { ConfigError } from "../packages/functions/src/config/config-error.ts";
import { deploymentVariables, serviceVariables } from "../packages/functions/src/config/stage.ts";
import { parseConfig, read } from "../packages/functions/src/config.ts";
import { nameAuthorizers } from "./audiences.ts";
import { given, placeOf } from "./stage.ts";

type Setting = keyof typeof serviceVariables;

/** What is wrong stops the deployment before anything is made, with the place where it is to be mended. */
function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const place = (problem: string) => placeOf(problem.slice(0, problem.indexOf(":")));
    throw new Error(error.problems.map((problem) => `${problem} (${place(problem)})`).join("\n"));
  }
}

const {
  DOMAIN,
  ROUTER_SECRET_VERSION,
  ALARM_EMAIL,
  API_CONCURRENCY,
  LOG_RETENTION,
  AUTHORIZER_ACR,
  AUTHORIZER_MAX_AGE,
} = checked(() => read(deploymentVariables, given));

/** Settings of the deployment alone. */
export const deployment = {
  domain: DOMAIN,
  routerSecretVersion: ROUTER_SECRET_VERSION,
  alarmEmail: ALARM_EMAIL,
  /** Environments of the API at most; undefined leaves them to the account's limit. */
  concurrency: API_CONCURRENCY === "unreserved" ? undefined : API_CONCURRENCY,
  logRetention: LOG_RETENTION,
  authorizerAcr: AUTHORIZER_ACR,
  authorizerMaxAge: AUTHORIZER_MAX_AGE,
  isProduction: $app.stage === "production",
} as const;

const settings: Partial<Record<Setting, string>> = {
  ...(DOMAIN && { ISSUER: `https://${DOMAIN}` }),
  // An environment serves one request at a time.
  MONGODB_POOL_SIZE: "2",
  ...Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(serviceVariables, name))),
};

/** A secret, which SST hands to this program in its environment. */
function secret(name: string): string {
  const value = process.env[`SST_SECRET_${name}`];
  if (!value) throw new Error(`${name} is not set: npx sst secret set ${name} --stage ${$app.stage}`);
  return value;
}

const config = checked(() => {
  const secrets = { SECRET_KEY: secret("SecretKey"), MONGODB_URI: secret("MongodbUri") };
  const sending = settings.MAIL_TRANSPORT === "smtp" && { SMTP_URL: secret("SmtpUrl") };
  // A stage may do without one.
  const optional = { PASSWORD_PEPPER: process.env.SST_SECRET_PasswordPepper, AUDIENCE: process.env.AUDIENCE };
  const parsed = parseConfig({ ...settings, ...secrets, ...sending, ...optional });
  if (!parsed.settings.issuer.startsWith("https://")) throw new ConfigError(["ISSUER: expected an https origin"]);
  return parsed;
});

export const { secretKeys, peppers, mail, events } = config;

/** The name of each service's authorizer, by its audience. */
export const authorizerNames = checked(() => nameAuthorizers(config.settings.audiences, `${$app.name}-${$app.stage}-`));

/** The environment of a function that needs these settings. */
export function settingsFor(...names: Setting[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

/** Every setting: the API's. */
export const allSettings = settings;
