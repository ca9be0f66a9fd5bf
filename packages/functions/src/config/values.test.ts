import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig, parseDatabaseConfig, parseKeyConfig } from "../config.ts";
import { parseAuthorizerConfig } from "./authorizer.ts";
import { ConfigError } from "./config-error.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
const parse = (variables: Record<string, string>) => parseConfig({ ...environment, ...variables });

const anAddress =
  "expected an address or a name of this machine, such as 127.0.0.1, 0.0.0.0 or ::, without brackets, scheme and port";

describe("a setting", () => {
  it("is read without the spaces and line breaks around it (Q200)", () => {
    const config = parse({
      SECRET_KEY: ` ${testSecret}\n`,
      MONGODB_URI: "mongodb://db.example/rollcall\r\n",
      ISSUER: " https://auth.example.test ",
      PORT: "8080\n",
      REGISTRATION: "\tclosed",
    });
    expect(config).toMatchObject({ secretKeys: [testSecret], mongodbUri: "mongodb://db.example/rollcall", port: 8080 });
    expect(config.settings).toMatchObject({ issuer: "https://auth.example.test", registration: "closed" });
  });

  it("is not set when it is empty", () => {
    expect(parse({ PORT: "", LOG_LEVEL: "  " })).toMatchObject({ port: 3000, logLevel: "info" });
  });

  it.each([`"https://auth.example.com"`, "'https://auth.example.com'", `"https://a.example,https://b.example"`])(
    "is refused in quotation marks, which a shell would have taken away: %s (Q200)",
    (value) => {
      for (const name of ["ISSUER", "CORS_ORIGINS", "PORT", "SIGNING_ALG", "MONGODB_URI"]) {
        expect(() => parse({ [name]: value })).toThrow(
          new RegExp(`^${name}: is in quotation marks\\. Leave them out$`),
        );
      }
    },
  );

  it.each([
    ["PORT", "eighty", "expected a whole number from 0 to 65535"],
    ["PORT", "65536", "expected a whole number from 0 to 65535"],
    ["MONGODB_POOL_SIZE", "0", "expected a whole number from 1 to 1000"],
    ["PASSWORD_MIN_LENGTH", "12.5", "expected a whole number from 8 to 64"],
    ["ACCESS_TOKEN_TTL", "1e3", "expected a whole number of seconds from 60 to 3600"],
    ["ACCESS_TOKEN_TTL", "15m", "expected a whole number of seconds from 60 to 3600. Write 900"],
    ["ACCESS_TOKEN_TTL", "15 minutes", "expected a whole number of seconds from 60 to 3600. Write 900"],
    ["ACCESS_TOKEN_TTL", "900s", "expected a whole number of seconds from 60 to 3600. Write 900"],
    ["ACCESS_TOKEN_TTL", "2h", "expected a whole number of seconds from 60 to 3600"],
    ["ACCESS_TOKEN_TTL", "500ms", "expected a whole number of seconds from 60 to 3600"],
    ["ACCESS_TOKEN_TTL", "900 # a quarter", "expected a whole number of seconds from 60 to 3600"],
    ["SESSION_IDLE_TTL", "14d", "expected a whole number of seconds from 300 to 31536000. Write 1209600"],
    ["SESSION_MAX_TTL", "4 weeks", "expected a whole number of seconds from 300 to 31536000. Write 2419200"],
    ["SESSION_MAX_TTL", "30*86400", "expected a whole number of seconds from 300 to 31536000"],
    ["REGISTRATION", "invite", "expected open, verify or closed"],
    ["SIGNING_ALG", "HS256", "expected ES256 or RS256"],
    ["LOG_LEVEL", "DEBUG", "expected info, warn, error or silent"],
    ["HOST", "localhost:3000", anAddress],
    ["HOST", "http://0.0.0.0", anAddress],
    ["HOST", "[::1]", anAddress],
    [
      "SECRET_KEY",
      "too-short",
      "is too short: it needs at least 32 random bytes. Make one with `npm run rollcall -- secret`",
    ],
  ])("%s is refused as %s, with what is expected (Q200)", (name, value, expected) => {
    expect(() => parse({ [name]: value })).toThrow(new ConfigError([`${name}: ${expected}`]));
  });

  it.each(["127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0", "localhost", "auth.internal"])(
    "HOST may be %s",
    (HOST) => {
      expect(parse({ HOST }).host).toBe(HOST);
    },
  );

  it("is told with all others that are wrong, one line for each", () => {
    expect(() => parse({ PORT: "x", REGISTRATION: "x", ISSUER: "" })).toThrow(
      /^ISSUER: is not set.*\nPORT: expected .*\nREGISTRATION: expected .*$/,
    );
  });
});

describe("two settings of which only one can count", () => {
  it("are refused: SECRET_KEY and SECRET_KEYS (Q200)", () => {
    const both = { ...environment, SECRET_KEYS: testSecret, MONGODB_URI: "mongodb://db.example/rollcall" };
    const refusal = /^SECRET_KEYS: is set beside SECRET_KEY, and only one can count\. Set one of them$/;
    expect(() => parseConfig(both)).toThrow(refusal);
    expect(() => parseKeyConfig(both)).toThrow(refusal);
    expect(() => parseDatabaseConfig(both)).not.toThrow();
    expect(() => parseAuthorizerConfig({ ...both, AUDIENCES: "orders" })).not.toThrow();
  });

  it.each([
    [
      { SESSION_IDLE_TTL: "7200", SESSION_MAX_TTL: "3600" },
      "SESSION_IDLE_TTL: is longer than SESSION_MAX_TTL, which is 3600",
    ],
    [{ SESSION_IDLE_TTL: "2592001" }, "SESSION_IDLE_TTL: is longer than SESSION_MAX_TTL, which is 2592000"],
    [{ SESSION_IDLE_TTL: "599" }, "SESSION_IDLE_TTL: is shorter than ACCESS_TOKEN_TTL, which is 600"],
    [{ SESSION_MAX_TTL: "599" }, "SESSION_MAX_TTL: is shorter than ACCESS_TOKEN_TTL, which is 600"],
  ])("are refused: %j (Q200)", (variables, refusal) => {
    expect(() => parse(variables as Record<string, string>)).toThrow(refusal);
  });

  it("do not clash where one of them was not set", () => {
    expect(parse({ SESSION_MAX_TTL: "3600" }).settings).toMatchObject({ sessionIdleTtl: 3600, sessionMaxTtl: 3600 });
    expect(parse({}).settings).toMatchObject({ sessionIdleTtl: 1_209_600, sessionMaxTtl: 2_592_000 });
  });
});
