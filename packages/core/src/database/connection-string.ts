import { operationLimit } from "./healing-client.ts";

/** Says what is expected where a value will not do, else null. */
type Rule = (value: string) => string | null;

const matching = (pattern: RegExp, expected: string): Rule => {
  return (value) => (pattern.test(value) ? null : `expected ${expected}`);
};

const text = matching(/./, "a value");
const boolean = matching(/^(true|false)$/, "true or false");

const oneOf = (...values: string[]): Rule => {
  return (value) => (values.includes(value) ? null : `expected ${values.join(", ").replace(/, (?=[^,]*$)/, " or ")}`);
};

const integer = (low: number, high: number, why = ""): Rule => {
  return (value) =>
    /^-?\d{1,9}$/.test(value) && Number(value) >= low && Number(value) <= high
      ? null
      : `expected a whole number from ${low} to ${high}${why}`;
};

const count = integer(0, 999_999_999);
const connections = integer(1, 1_000);
/** Milliseconds that one step of an operation may take. */
const wait = integer(1, operationLimit, ", after which an operation has failed anyway");

const refused = (why: string): Rule => {
  return () => `is not supported: ${why}`;
};
const fromPrimary = "every read asks the primary, which alone knows that a session has ended";
const lacksPackage = "the driver needs a package for it that Rollcall does without";

const withPassword = ["SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"];
const withoutPassword = ["MONGODB-X509", "MONGODB-AWS", "MONGODB-OIDC"];
const mechanisms = [...withPassword, ...withoutPassword];

/** The options of a connection string. What is allowed counts as it is written. */
const options: Record<string, Rule> = {
  appName: text,
  authMechanism: oneOf("DEFAULT", ...mechanisms),
  authMechanismProperties: matching(
    /^(?!.*AWS_SESSION_TOKEN)[^,:]+:[^,]+(,[^,:]+:[^,]+)*$/,
    "NAME:value, or several with commas between, and no secrets",
  ),
  authSource: text,
  compressors: matching(/^(none|zlib|zstd)(,(none|zlib|zstd))*$/, "zlib or zstd, or both with a comma between"),
  connectTimeoutMS: wait,
  directConnection: boolean,
  enableOverloadRetargeting: boolean,
  heartbeatFrequencyMS: integer(500, 999_999_999),
  journal: boolean,
  loadBalanced: boolean,
  localThresholdMS: count,
  maxAdaptiveRetries: count,
  maxConnecting: connections,
  maxIdleTimeMS: count,
  maxPoolSize: connections,
  maxStalenessSeconds: refused(fromPrimary),
  minPoolSize: integer(0, 1_000),
  proxyHost: refused(lacksPackage),
  proxyPassword: refused(lacksPackage),
  proxyPort: refused(lacksPackage),
  proxyUsername: refused(lacksPackage),
  readConcernLevel: oneOf("local", "majority", "linearizable"),
  readPreference: matching(/^primary$/, `primary, or nothing: ${fromPrimary}`),
  readPreferenceTags: refused(fromPrimary),
  replicaSet: text,
  retryReads: boolean,
  retryWrites: boolean,
  serverMonitoringMode: oneOf("auto", "poll", "stream"),
  serverSelectionTimeoutMS: wait,
  socketTimeoutMS: wait,
  srvMaxHosts: count,
  srvServiceName: text,
  ssl: boolean,
  timeoutMS: refused("it has no effect in the driver, and no operation takes longer than 8 seconds"),
  tls: boolean,
  tlsAllowInvalidCertificates: boolean,
  tlsAllowInvalidHostnames: boolean,
  tlsCAFile: text,
  tlsCRLFile: text,
  tlsCertificateKeyFile: text,
  tlsCertificateKeyFilePassword: text,
  tlsInsecure: boolean,
  w: matching(
    /^(?!-|0+$)./,
    "majority, a number of members, or a name: writes that nobody confirms are lost unnoticed",
  ),
  waitQueueTimeoutMS: wait,
  wtimeoutMS: wait,
  zlibCompressionLevel: integer(-1, 9),
};

const spelling = new Map(Object.keys(options).map((name) => [name.toLowerCase(), name]));

// What is special in a password has to be percent-encoded, or the driver takes it for something else, and says so aloud.
const host = String.raw`(?:\[[^\]\s]+\]|[^\s/?#@:,]+)(?::\d{1,5})?`;
const credentials = String.raw`(?<user>[^\s/?#@:]+)(?::(?<password>[^\s/?#@]*))?@`;
const form = new RegExp(
  String.raw`^mongodb(?<srv>\+srv)?://(?:${credentials})?(?<hosts>${host}(?:,${host})*)(?:/(?<name>[^\s?#@]*))?(?:\?(?<query>\S*))?$`,
);

interface ConnectionString {
  isSrv: boolean;
  hasUser: boolean;
  hasPassword: boolean;
  hosts: string[];
  /** Null where MongoDB takes no such name. */
  databaseName: string | null;
  /** By the names above, in whatever letters they were written. Null is the name of what is unknown. */
  given: [name: string | null, value: string][];
}

function parse(uri: string): ConnectionString | null {
  const { srv, user = "", password = "", hosts, name, query = "" } = form.exec(uri)?.groups ?? {};
  if (!hosts || decode(user) === null || decode(password) === null) return null;
  return {
    isSrv: srv !== undefined,
    hasUser: user !== "",
    hasPassword: password !== "",
    hosts: hosts.split(","),
    databaseName: name ? decodeName(name) : "rollcall",
    given: [...new URLSearchParams(query)].map(([key, value]) => [spelling.get(key.toLowerCase()) ?? null, value]),
  };
}

/** Null where a percent sign stands for itself. */
function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

function decodeName(encoded: string): string | null {
  const name = decode(encoded);
  return name !== null && /^[^/\\. "$]{1,63}$/.test(name) ? name : null;
}

/**
 * What is wrong with a connection string, a line for each fault. A line never holds a value, nor a name that is not
 * known: that may be a part of a password.
 */
export function faultsOfConnectionString(uri: string): string[] {
  const parsed = parse(uri);
  if (!parsed) {
    return [
      "expected a connection string such as mongodb+srv://user:password@host/database, with what is special in the password percent-encoded",
    ];
  }
  const names = parsed.given.map(([name]) => name);
  const faults = parsed.given.flatMap(([name, value], index) => {
    if (name === null) return [`option number ${index + 1} is none that is known: see docs/configuration.md`];
    if (names.indexOf(name) !== index) return [`the option ${name} is there twice`];
    const fault = options[name]?.(value);
    return fault ? [`the option ${name} ${fault}`] : [];
  });
  const conflicts = [...conflictsOf(parsed), ...conflictsOfCredentials(parsed)];
  return [...faults, ...conflicts.flatMap(([isThere, fault]) => (isThere ? [fault] : []))];
}

type Conflict = [isThere: boolean, fault: string];

/** What each part allows by itself, but not together. */
function conflictsOf({ isSrv, hosts, databaseName, given }: ConnectionString): Conflict[] {
  const values = new Map(given);
  const isOn = (name: string) => values.get(name) === "true";
  const has = (...names: string[]) => names.some((name) => values.has(name));
  return [
    [databaseName === null, "the database's name is not one that MongoDB takes"],
    [!hosts.every((each) => isPort(/:(\d+)$/.exec(each)?.[1])), "a port is a number from 1 to 65535"],
    [isSrv && (hosts.length > 1 || /:\d+$/.test(hosts[0] ?? "")), "mongodb+srv takes one host, without a port"],
    [!isSrv && has("srvMaxHosts", "srvServiceName"), "srvMaxHosts and srvServiceName belong to mongodb+srv"],
    [isOn("directConnection") && (isSrv || hosts.length > 1), "directConnection takes one host, without srv"],
    [
      isOn("loadBalanced") && (hosts.length > 1 || isOn("directConnection") || has("replicaSet", "srvMaxHosts")),
      "loadBalanced takes one host, without directConnection, replicaSet and srvMaxHosts",
    ],
    [has("srvMaxHosts") && has("replicaSet"), "srvMaxHosts and replicaSet exclude each other"],
    [has("tls") && has("ssl") && isOn("tls") !== isOn("ssl"), "tls and ssl say different things"],
    [
      has("tlsInsecure") && has("tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames"),
      "tlsInsecure says it all: leave out the other tlsAllow options",
    ],
    [
      Number(values.get("minPoolSize") ?? 0) > Number(values.get("maxPoolSize") ?? 0),
      "minPoolSize needs a maxPoolSize that is not below it",
    ],
  ];
}

function isPort(port = "27017"): boolean {
  return Number(port) >= 1 && Number(port) <= 65_535;
}

const external = "$external";
/** In any order. */
const oidcProperties = /ENVIRONMENT:k8s|^(?=.*ENVIRONMENT:(azure|gcp)).*TOKEN_RESOURCE:/;
const neededProperties =
  "ENVIRONMENT:k8s, or ENVIRONMENT:azure or gcp and a TOKEN_RESOURCE, as authMechanismProperties";

/** What the driver would say only when it is first used. */
function conflictsOfCredentials({ hasUser, hasPassword, given }: ConnectionString): Conflict[] {
  const values = new Map(given);
  const mechanism = values.get("authMechanism") ?? "";
  const properties = values.get("authMechanismProperties") ?? "";
  const isExternal = withoutPassword.includes(mechanism);
  const isOidc = mechanism === "MONGODB-OIDC";
  const findsUser = mechanism === "MONGODB-AWS" || (isOidc && !properties.includes("ENVIRONMENT:azure"));
  return [
    [withPassword.includes(mechanism) && !hasUser, `${mechanism} needs a user`],
    [isExternal && hasPassword, `${mechanism} takes no password`],
    [isExternal && (values.get("authSource") ?? external) !== external, `${mechanism} takes ${external} as authSource`],
    [findsUser && hasUser, `${mechanism} finds out by itself who the user is`],
    [isOidc && !oidcProperties.test(properties), `${mechanism} needs ${neededProperties}`],
  ];
}

/** The database's name, and the options that the connection string sets itself. */
export function readConnectionString(uri: string): { databaseName: string; given: Set<string | null> } {
  const parsed = parse(uri);
  return { databaseName: parsed?.databaseName ?? "rollcall", given: new Set(parsed?.given.map(([name]) => name)) };
}
