import { faultsOfConnectionString, type Settings, signingAlgorithms, weaknessOfSecret } from "@rollcall/core/settings";
import * as z from "zod/mini";
import { audienceList, audiencesOf, formerAudience } from "./config/audiences.ts";
import { type BreachSource, breachedPasswords, breachSourceOf } from "./config/breached-passwords.ts";
import { ConfigError } from "./config/config-error.ts";
import { type EventConfig, eventsOf, eventVariables } from "./config/events.ts";
import { limitsOf, limitVariables } from "./config/limits.ts";
import { type MailConfig, mailOf, mailVariables } from "./config/mail.ts";
import { issuer, pageOrigins } from "./config/origins.ts";
import { retentionOf, retentionVariables } from "./config/retention.ts";
import { secondFactorsOf, secondFactorVariables } from "./config/second-factors.ts";
import { requestTimes, sessionTimes } from "./config/times.ts";
import { trustedProxies } from "./config/trusted-proxies.ts";
import { choice, integer, list, seconds } from "./config/values.ts";
import { type LogLevel, logLevels } from "./http/log-level.ts";
import type { TrustedProxies } from "./http/proxies.ts";
import type { ListenOptions } from "./node/listen.ts";

/** Everything the environment says, checked. */
export interface Config extends ListenOptions {
  settings: Settings;
  /** Newest first; none in a function that needs none. */
  secretKeys: string[];
  /** Newest first; none where passwords are hashed as they are. */
  peppers: string[];
  /** Null where nobody is asked. */
  breachSource: BreachSource | null;
  /** Absent only where the embedded database may stand in. */
  mongodbUri: string | undefined;
  mongodbPoolSize: number;
  corsOrigins: string[];
  mail: MailConfig;
  events: EventConfig;
  /** Undefined where none is trusted. */
  trustedProxies: TrustedProxies | undefined;
  /** Of what the router shows the function behind it; undefined where there is no router. */
  routerSecretVersion: number | undefined;
  logLevel: LogLevel;
}

/** Where no embedded database may stand in. */
export type DeployedConfig = Config & { mongodbUri: string };

/** Variables by name, as `process.env` has them. */
export type Environment = Record<string, string | undefined>;

const mongodbUri = z.string({ error: "is not set. Set it to the connection string of your database" }).check(
  z.superRefine((uri, check) => {
    for (const message of faultsOfConnectionString(uri)) check.addIssue({ code: "custom", message });
  }),
);

const secretList = z.pipe(z.string({ error: "is not set. Make one with `npm run rollcall -- secret`" }), list).check(
  z.superRefine((keys, check) => {
    const weakness = keys.length === 0 ? "is empty" : keys.map(weaknessOfSecret).find((found) => found !== null);
    if (weakness)
      check.addIssue({ code: "custom", message: `${weakness}. Make one with \`npm run rollcall -- secret\`` });
  }),
);

const listenHost = z
  .string()
  .check(
    z.regex(
      /^([a-z\d_-]+(\.[a-z\d_-]+)*\.?|[\da-f.]*(:[\da-f.]*){2,7}(%\w+)?)$/i,
      "expected an address or a name of this machine, such as 127.0.0.1, 0.0.0.0 or ::, without brackets, scheme and port",
    ),
  );

/** How each setting is read, by its name. */
export const variables = {
  SECRET_KEYS: secretList,
  PASSWORD_PEPPER: z.optional(secretList),
  MONGODB_URI: z.optional(mongodbUri),
  MONGODB_POOL_SIZE: z._default(integer(1, 1_000), 10),
  ISSUER: issuer,
  AUDIENCE: formerAudience,
  AUDIENCES: z._default(audienceList, []),
  HOST: z._default(listenHost, "127.0.0.1"),
  PORT: z._default(integer(0, 65_535), 3000),
  KEEP_ALIVE_TIMEOUT: z._default(seconds(1, 3_600), 75),
  HEADERS_TIMEOUT: z.optional(seconds(1, 300)),
  REQUEST_TIMEOUT: z._default(seconds(1, 300), 20),
  MAX_CONNECTIONS: z._default(integer(1, 100_000), 1_000),
  TRUSTED_PROXIES: z.optional(trustedProxies),
  ROUTER_SECRET_VERSION: z.optional(integer(1, 9_999)),
  CORS_ORIGINS: z._default(pageOrigins, []),
  REGISTRATION: z._default(choice(["open", "verify", "closed"]), "open"),
  PASSWORD_MIN_LENGTH: z._default(integer(8, 64), 15),
  BREACHED_PASSWORDS: z._default(breachedPasswords, "off"),
  ACCESS_TOKEN_TTL: z._default(seconds(60, 3_600), 600),
  SESSION_IDLE_TTL: z.optional(seconds(300, 31_536_000)),
  SESSIONS_PER_ACCOUNT: z._default(integer(1, 100), 100),
  SESSION_MAX_TTL: z._default(seconds(300, 31_536_000), 30 * 86_400),
  REAUTHENTICATION_MAX_AGE: z._default(seconds(60, 86_400), 600),
  SIGNING_ALG: z._default(choice(signingAlgorithms), "ES256"),
  ...secondFactorVariables,
  ...limitVariables,
  ...mailVariables,
  ...eventVariables,
  DELETION_GRACE: z._default(seconds(0, 31_536_000), 0),
  ...retentionVariables,
  LOG_LEVEL: z._default(choice(logLevels), "info"),
};

/** The variables that are set, without what surrounds their values. Empty ones count as not set. */
export function setVariables(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

/**
 * Reads the variables that `wanted` has schemas for.
 * @throws ConfigError naming every variable that is wrong, never its value.
 */
export function read<V extends Record<string, z.ZodMiniType>>(
  wanted: V,
  environment: Environment,
): z.output<z.ZodMiniObject<V>> {
  const given = setVariables(environment);
  const secretName = given.SECRET_KEYS ? "SECRET_KEYS" : "SECRET_KEY";
  const { data, error } = z.object(wanted).safeParse({ ...given, SECRET_KEYS: given[secretName] });
  const problems = (error?.issues ?? []).map(({ path: [key], message }) => {
    const name = key === "SECRET_KEYS" ? secretName : String(key);
    return `${name}: ${isQuoted(given[name]) ? "is in quotation marks. Leave them out" : message}`;
  });
  if ("SECRET_KEYS" in wanted && given.SECRET_KEY && given.SECRET_KEYS) {
    problems.push("SECRET_KEYS: is set beside SECRET_KEY, and only one can count. Set one of them");
  }
  if (!data || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return data;
}

/** As in a file of variables that no shell has read. */
const isQuoted = (value = "") => /^(["'`]).*\1$/s.test(value);

const { SECRET_KEYS, MONGODB_POOL_SIZE, SIGNING_ALG, ACCESS_TOKEN_TTL } = variables;

/** What a function that only opens the database needs. @throws ConfigError */
export function parseDatabaseConfig(environment: Environment): Pick<DeployedConfig, "mongodbUri" | "mongodbPoolSize"> {
  const data = read({ MONGODB_URI: mongodbUri, MONGODB_POOL_SIZE }, environment);
  return { mongodbUri: data.MONGODB_URI, mongodbPoolSize: data.MONGODB_POOL_SIZE };
}

/** What a function that only keeps the signing keys needs. @throws ConfigError */
export function parseKeyConfig(environment: Environment) {
  const wanted = { SECRET_KEYS, MONGODB_URI: mongodbUri, MONGODB_POOL_SIZE, SIGNING_ALG, ACCESS_TOKEN_TTL };
  const data = read(wanted, environment);
  return {
    mongodbUri: data.MONGODB_URI,
    mongodbPoolSize: data.MONGODB_POOL_SIZE,
    secretKeys: data.SECRET_KEYS,
    settings: { signingAlgorithm: data.SIGNING_ALG, accessTokenTtl: data.ACCESS_TOKEN_TTL },
  };
}

/** What a function that removes what is over needs. @throws ConfigError */
export function parseRetentionConfig(environment: Environment) {
  const data = read({ MONGODB_URI: mongodbUri, MONGODB_POOL_SIZE, ...retentionVariables }, environment);
  return {
    mongodbUri: data.MONGODB_URI,
    mongodbPoolSize: data.MONGODB_POOL_SIZE,
    settings: { retention: retentionOf(data) },
  };
}

/** What a function that relays needs. @throws ConfigError */
export function parseRelayConfig(environment: Environment) {
  const data = read(
    { SECRET_KEYS, MONGODB_URI: mongodbUri, MONGODB_POOL_SIZE, ...mailVariables, ...eventVariables },
    environment,
  );
  return {
    mongodbUri: data.MONGODB_URI,
    mongodbPoolSize: data.MONGODB_POOL_SIZE,
    secretKeys: data.SECRET_KEYS,
    mail: mailOf(data),
    events: eventsOf(data),
  };
}

/**
 * Reads the environment variables of docs/configuration.md.
 * @throws ConfigError naming every variable that is wrong, never its value.
 */
export function parseConfig(environment: Environment): Config {
  const data = read(variables, environment);
  return toConfig(data, data.SECRET_KEYS);
}

const deployedVariables = { ...variables, MONGODB_URI: mongodbUri };

/** The same for entry points that have no database of their own. @throws ConfigError, also without MONGODB_URI */
export function parseDeployedConfig(environment: Environment): DeployedConfig {
  const data = read(deployedVariables, environment);
  return { ...toConfig(data, data.SECRET_KEYS), mongodbUri: data.MONGODB_URI };
}

/** What a function needs that serves what is public. @throws ConfigError */
export function parsePublicConfig(environment: Environment): DeployedConfig {
  const { SECRET_KEYS: _, ...publicVariables } = deployedVariables;
  const data = read(publicVariables, environment);
  return { ...toConfig(data, []), mongodbUri: data.MONGODB_URI };
}

type Values = z.output<z.ZodMiniObject<Omit<typeof variables, "SECRET_KEYS">>>;

function toConfig(data: Values, secretKeys: string[]): Config {
  return {
    settings: {
      ...sessionTimes(data),
      sessionsPerAccount: data.SESSIONS_PER_ACCOUNT,
      issuer: data.ISSUER,
      audiences: audiencesOf(data),
      signingAlgorithm: data.SIGNING_ALG,
      accessTokenTtl: data.ACCESS_TOKEN_TTL,
      reauthenticationMaxAge: data.REAUTHENTICATION_MAX_AGE,
      ...secondFactorsOf(data),
      passwordMinLength: data.PASSWORD_MIN_LENGTH,
      ...registrationOf(data),
      limits: limitsOf(data),
      deletionGrace: data.DELETION_GRACE,
      retention: retentionOf(data),
    },
    secretKeys,
    peppers: data.PASSWORD_PEPPER ?? [],
    breachSource: breachSourceOf(data.BREACHED_PASSWORDS),
    mongodbUri: data.MONGODB_URI,
    mongodbPoolSize: data.MONGODB_POOL_SIZE,
    corsOrigins: data.CORS_ORIGINS,
    mail: mailOf(data),
    events: eventsOf(data),
    trustedProxies: data.TRUSTED_PROXIES,
    routerSecretVersion: data.ROUTER_SECRET_VERSION,
    host: data.HOST,
    port: data.PORT,
    keepAliveTimeout: data.KEEP_ALIVE_TIMEOUT,
    ...requestTimes(data),
    maxConnections: data.MAX_CONNECTIONS,
    logLevel: data.LOG_LEVEL,
  };
}

/** @throws ConfigError when accounts would wait for a mail that nobody sends. The local server keeps mails, beside its embedded database. */
function registrationOf({ REGISTRATION: registration, MAIL_TRANSPORT, MONGODB_URI }: Values) {
  const sendsMail = MAIL_TRANSPORT !== "none" || MONGODB_URI === undefined;
  if (registration === "verify" && !sendsMail)
    throw new ConfigError(["REGISTRATION: is verify, and no mail is sent. Set MAIL_TRANSPORT"]);
  return { registration, sendsMail };
}
