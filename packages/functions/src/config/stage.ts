import * as z from "zod/mini";
import { variables } from "../config.ts";
import { demandVariables } from "./authorizer.ts";
import { isOrigin } from "./origins.ts";
import { choice, integer } from "./values.ts";

/** Settings of a deployment beside those of the service, as docs/operations.md describes them. */
export const deploymentVariables = {
  DOMAIN: z.optional(
    z
      .string()
      .check(
        z.refine(
          (value) => isOrigin(`https://${value}`) && !value.includes(":"),
          "expected a name such as auth.example.com, without scheme, port and path",
        ),
      ),
  ),
  ALARM_EMAIL: z.optional(z.string().check(z.regex(/^[^\s@,]+@[^\s@,]+$/, "expected one e-mail address"))),
  ROUTER_SECRET_VERSION: z._default(integer(1, 9_999), 1),
  API_CONCURRENCY: z._default(
    z.pipe(
      z.string().check(z.regex(/^([1-9]\d{0,3}|unreserved)$/, "expected a whole number from 1 to 9999, or unreserved")),
      z.transform((value) => (value === "unreserved" ? value : Number(value))),
    ),
    5,
  ),
  LOG_RETENTION: z._default(choice(["1 day", "1 week", "1 month", "3 months", "6 months", "1 year"]), "1 week"),
  ...demandVariables,
};

const { ISSUER, AUDIENCES, CORS_ORIGINS, REGISTRATION, PASSWORD_MIN_LENGTH, SIGNING_ALG, LOG_LEVEL } = variables;
const { BREACHED_PASSWORDS } = variables;
const { SESSIONS_PER_ACCOUNT, GUESSES_PER_ACCOUNT, GUESS_LONGEST_WAIT, GUESSES_PER_ADDRESS, GUESSES_PER_NETWORK } =
  variables;
const { REGISTRATIONS_PER_ADDRESS, REGISTRATIONS_PER_NETWORK, MAIL_REQUESTS_PER_ADDRESS, MAIL_REQUESTS_PER_NETWORK } =
  variables;
const { EVENTS_SINK, EVENT_BUS } = variables;
const { MFA, RP_ID, FACTOR_REMOVAL_DELAY } = variables;
const { MAIL_TRANSPORT, MAIL_FROM, MAIL_LANGUAGE, LINKS_URL } = variables;
const { DELETION_GRACE, EVENTS_RETENTION, PLACES_RETENTION, DEAD_LETTERS_RETENTION } = variables;
const { ACCESS_TOKEN_TTL, SESSION_IDLE_TTL, SESSION_MAX_TTL, REAUTHENTICATION_MAX_AGE, MONGODB_POOL_SIZE } = variables;

/** Settings of the service that the functions get from their stage. */
export const serviceVariables = {
  ISSUER,
  AUDIENCES,
  CORS_ORIGINS,
  REGISTRATION,
  PASSWORD_MIN_LENGTH,
  BREACHED_PASSWORDS,
  ACCESS_TOKEN_TTL,
  SESSION_IDLE_TTL,
  SESSION_MAX_TTL,
  SESSIONS_PER_ACCOUNT,
  REAUTHENTICATION_MAX_AGE,
  MFA,
  RP_ID,
  FACTOR_REMOVAL_DELAY,
  SIGNING_ALG,
  MONGODB_POOL_SIZE,
  GUESSES_PER_ACCOUNT,
  GUESS_LONGEST_WAIT,
  GUESSES_PER_ADDRESS,
  GUESSES_PER_NETWORK,
  REGISTRATIONS_PER_ADDRESS,
  REGISTRATIONS_PER_NETWORK,
  MAIL_REQUESTS_PER_ADDRESS,
  MAIL_REQUESTS_PER_NETWORK,
  MAIL_TRANSPORT,
  MAIL_FROM,
  MAIL_LANGUAGE,
  LINKS_URL,
  EVENTS_SINK,
  EVENT_BUS,
  DELETION_GRACE,
  EVENTS_RETENTION,
  PLACES_RETENTION,
  DEAD_LETTERS_RETENTION,
  LOG_LEVEL,
};

type StageVariables = typeof deploymentVariables & typeof serviceVariables;

type CamelCase<S extends string> = S extends `${infer Word}_${infer Rest}`
  ? `${Lowercase<Word>}${Capitalize<CamelCase<Rest>>}`
  : Lowercase<S>;

/** What a stage is deployed with: the variables of docs/configuration.md and docs/operations.md, in camelCase. */
export type Stage = {
  readonly [Name in keyof StageVariables as CamelCase<Name>]?: z.output<StageVariables[Name]>;
};

/** The variables that a stage stands for. */
export function variablesOf(stage: Stage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stage)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name.replace(/[A-Z]/g, "_$&").toUpperCase(), String(value)]),
  );
}
