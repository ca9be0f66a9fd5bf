import { type Settings, signingAlgorithms, weaknessOfSecret } from "@rollcall/core/settings";
import * as z from "zod/mini";
import { type LogLevel, logLevels } from "./http/log-level.ts";

/** Everything the environment says, checked. */
export interface Config {
  settings: Settings;
  /** Newest first. */
  secretKeys: string[];
  /** Absent only where the embedded database may stand in. */
  mongodbUri: string | undefined;
  mongodbPoolSize: number;
  corsOrigins: string[];
  host: string;
  port: number;
  logLevel: LogLevel;
}

/** The environment is not fit to start with; each problem is one line that names the variable and what to set. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

type Environment = Record<string, string | undefined>;

const seconds = (low: number, high: number, initial: number) => integer(low, high, initial, " of seconds");

function integer(low: number, high: number, initial: number, unit = "") {
  const expected = `expected a whole number${unit} from ${low} to ${high}`;
  const number = z.pipe(z.string().check(z.regex(/^\d{1,9}$/, expected)), z.transform(Number));
  return z._default(number.check(z.refine((value) => value >= low && value <= high, expected)), initial);
}

const origin = z
  .string()
  .check(
    z.refine(
      (value) => /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value,
      "expected an origin such as https://auth.example.com, without a path or a slash at its end",
    ),
  );

// What is special in a password has to be percent-encoded, or the driver takes it for something else, and says so aloud.
const host = String.raw`(\[[^\]\s]+\]|[^\s/?#@:,]+)(:\d{1,5})?`;
const connectionString = new RegExp(
  String.raw`^mongodb(\+srv)?://([^\s/?#@]+@)?${host}(,${host})*(/[^\s?#@]*)?(\?\S*)?$`,
);

const mongodbUri = z
  .string()
  .check(
    z.regex(
      connectionString,
      "expected a connection string such as mongodb+srv://user:password@host/database, with what is special in the password percent-encoded",
    ),
  );

const list = z.transform((value: string) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean),
);

const secretKeys = z.pipe(z.string({ error: "is not set. Make one with `npm run rollcall -- secret`" }), list).check(
  z.superRefine((keys, check) => {
    const weakness = keys.length === 0 ? "is empty" : keys.map(weaknessOfSecret).find((found) => found !== null);
    if (weakness)
      check.addIssue({ code: "custom", message: `${weakness}. Make one with \`npm run rollcall -- secret\`` });
  }),
);

const variables = {
  SECRET_KEYS: secretKeys,
  MONGODB_URI: z.optional(mongodbUri),
  MONGODB_POOL_SIZE: integer(1, 1_000, 10),
  ISSUER: z.pipe(
    z.string({
      error:
        "is not set. Set it to the address under which clients reach this service, such as https://auth.example.com",
    }),
    origin,
  ),
  AUDIENCE: z._default(z.string().check(z.minLength(1)), "rollcall"),
  HOST: z._default(z.string().check(z.minLength(1)), "127.0.0.1"),
  PORT: integer(0, 65_535, 3000),
  CORS_ORIGINS: z.pipe(z.pipe(z._default(z.string(), ""), list), z.array(origin)),
  REGISTRATION: z._default(z.enum(["open", "closed"]), "open"),
  PASSWORD_MIN_LENGTH: integer(8, 64, 15),
  ACCESS_TOKEN_TTL: seconds(60, 3_600, 600),
  SESSION_IDLE_TTL: seconds(300, 31_536_000, 14 * 86_400),
  SESSION_MAX_TTL: seconds(300, 31_536_000, 30 * 86_400),
  SIGNING_ALG: z._default(z.enum(signingAlgorithms), "ES256"),
  LOG_LEVEL: z._default(z.enum(logLevels), "info"),
};

/** Reads some of the variables. Empty ones count as not set. */
function read<V extends Partial<typeof variables>>(wanted: V, environment: Environment): z.output<z.ZodMiniObject<V>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const named = given.SECRET_KEYS ? "SECRET_KEYS" : "SECRET_KEY";
  const { data, error } = z.object(wanted).safeParse({ ...given, SECRET_KEYS: given[named] });
  if (error) {
    throw new ConfigError(
      error.issues.map(({ path, message }) => `${path[0] === "SECRET_KEYS" ? named : String(path[0])}: ${message}`),
    );
  }
  return data;
}

const { SECRET_KEYS, MONGODB_URI, MONGODB_POOL_SIZE, ISSUER, AUDIENCE, SIGNING_ALG, ACCESS_TOKEN_TTL } = variables;

/** What a function that only opens the database needs. @throws ConfigError */
export function parseDatabaseConfig(environment: Environment): Pick<Config, "mongodbUri" | "mongodbPoolSize"> {
  const data = read({ MONGODB_URI, MONGODB_POOL_SIZE }, environment);
  return { mongodbUri: data.MONGODB_URI, mongodbPoolSize: data.MONGODB_POOL_SIZE };
}

/** What a function that only keeps the signing keys needs. @throws ConfigError */
export function parseKeyConfig(environment: Environment) {
  const data = read({ SECRET_KEYS, MONGODB_URI, MONGODB_POOL_SIZE, SIGNING_ALG, ACCESS_TOKEN_TTL }, environment);
  return {
    mongodbUri: data.MONGODB_URI,
    mongodbPoolSize: data.MONGODB_POOL_SIZE,
    secretKeys: data.SECRET_KEYS,
    settings: { signingAlgorithm: data.SIGNING_ALG, accessTokenTtl: data.ACCESS_TOKEN_TTL },
  };
}

/** What a function that only verifies access tokens needs. @throws ConfigError */
export function parseAuthorizerConfig(environment: Environment): Pick<Settings, "issuer" | "audience"> {
  const data = read({ ISSUER, AUDIENCE }, environment);
  return { issuer: data.ISSUER, audience: data.AUDIENCE };
}

/**
 * Reads the environment variables of docs/configuration.md. Empty ones count as not set.
 * @throws ConfigError naming every variable that is wrong, never its value.
 */
export function parseConfig(environment: Environment): Config {
  const data = read(variables, environment);
  return {
    settings: {
      issuer: data.ISSUER,
      audience: data.AUDIENCE,
      signingAlgorithm: data.SIGNING_ALG,
      accessTokenTtl: data.ACCESS_TOKEN_TTL,
      sessionIdleTtl: data.SESSION_IDLE_TTL,
      sessionMaxTtl: data.SESSION_MAX_TTL,
      passwordMinLength: data.PASSWORD_MIN_LENGTH,
      registration: data.REGISTRATION,
    },
    secretKeys: data.SECRET_KEYS,
    mongodbUri: data.MONGODB_URI,
    mongodbPoolSize: data.MONGODB_POOL_SIZE,
    corsOrigins: data.CORS_ORIGINS,
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
  };
}

/** For entry points that have no database of their own. @throws ConfigError */
export function requireMongodbUri({ mongodbUri: uri }: Pick<Config, "mongodbUri">): string {
  if (uri) return uri;
  throw new ConfigError(["MONGODB_URI: is not set. Set it to the connection string of your database"]);
}
