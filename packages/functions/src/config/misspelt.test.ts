import { describe, expect, it } from "vitest";
import { misspeltSettings } from "./misspelt.ts";

describe("a variable that is no setting", () => {
  it.each([
    ["CORS_ORIGIN", "CORS_ORIGINS"],
    ["cors_origins", "CORS_ORIGINS"],
    ["CORS_ALLOWED_ORIGINS", "CORS_ORIGINS"],
    ["SECRETKEY", "SECRET_KEY"],
    ["ISUSER", "ISSUER"],
    ["REGISTATION", "REGISTRATION"],
    ["LOGLEVEL", "LOG_LEVEL"],
    ["SESSION_IDLE_TLL", "SESSION_IDLE_TTL"],
    ["PASSWORD_MINLENGTH", "PASSWORD_MIN_LENGTH"],
    ["MONGO_DB_URI", "MONGODB_URI"],
  ])("is taken for a slip where it is one: %s (Q200)", (name, setting) => {
    expect(misspeltSettings({ [name]: "s3cret" })).toEqual([
      `${name}: is not a setting. Is it meant to be ${setting}?`,
    ]);
    expect(misspeltSettings({ [name]: "s3cret", [setting]: "set" })).toEqual([]);
  });

  it.each(["MONGO_URI", "DATABASE_URL", "ATLAS"])(
    "is known by its value to hold the database's address: %s",
    (name) => {
      for (const value of ["mongodb://ada:s3cret@db.example", "mongodb+srv://ada:s3cret@db.example"]) {
        const hints = misspeltSettings({ [name]: value });
        expect(hints).toEqual([`${name}: is not a setting. Is it meant to be MONGODB_URI?`]);
        expect(misspeltSettings({ [name]: value, MONGODB_URI: value })).toEqual([]);
      }
      expect(misspeltSettings({ [name]: "postgres://db.example" })).toEqual([]);
    },
  );

  it("is somebody else's otherwise", () => {
    const others = {
      ...{ PATH: "/bin", HOME: "/root", HOSTNAME: "c0ffee", PWD: "/", SHLVL: "1", NODE_ENV: "production", PORTS: "80" },
      ...{ AWS_REGION: "eu-central-1", SECRET_KEY_PARAMETER: "/rollcall", KUBERNETES_PORT: "tcp://10.0.0.1:443" },
      ...{ npm_config_registry: "https://registry.example", SESSION_MANAGER: "local", ISSUER_URL: "https://x.example" },
    };
    expect(misspeltSettings(others)).toEqual([]);
  });
});
