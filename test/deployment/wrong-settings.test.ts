import { describe, expect, it } from "vitest";
import type { Stage } from "../../packages/functions/src/config/stage.ts";
import { attempt, made } from "./attempt.ts";
import { fewestSettings, secrets } from "./settings.ts";

describe("a wrong setting stops a deployment before anything is made, and its place is named (Q200)", () => {
  it.each<[string, string, Stage]>([
    ["ISSUER", "missing", {}],
    ["ISSUER", "no origin", { issuer: "https://auth.example.com/path" }],
    ["ISSUER", "not https", { issuer: "http://auth.example.com" }],
    ["DOMAIN", "an origin", { domain: "https://auth.example.com" }],
    ["ALARM_EMAIL", "two addresses", { ...fewestSettings, alarmEmail: "ada@example.com,eve@example.com" }],
    ["ACCESS_TOKEN_TTL", "too short", { ...fewestSettings, accessTokenTtl: 5 }],
    [
      "SESSION_IDLE_TTL",
      "longer than SESSION_MAX_TTL",
      { ...fewestSettings, sessionIdleTtl: 7_200, sessionMaxTtl: 3_600 },
    ],
    ["CORS_ORIGINS", "a pattern", { ...fewestSettings, corsOrigins: ["https://*.example.com"] }],
    ["MONGODB_POOL_SIZE", "none at all", { ...fewestSettings, mongodbPoolSize: 0 }],
    ["AUDIENCES", "this service itself", { ...fewestSettings, audiences: ["https://auth.example.com"] }],
    ["AUDIENCES", "two with one name", { ...fewestSettings, audiences: ["line-items", "line.items"] }],
    ["CORS_ORIGIN", "no setting at all", { ...fewestSettings, corsOrigin: ["https://www.example.com"] } as Stage],
    ["ROUTER_SECRET_VERSION", "none at all", { ...fewestSettings, routerSecretVersion: 0 }],
    ["BREACHED_PASSWORDS", "neither", { ...fewestSettings, breachedPasswords: "rnage" }],
    ["API_CONCURRENCY", "none at all", { ...fewestSettings, apiConcurrency: 0 }],
  ])("%s: %s", async (name, _what, settings) => {
    const { code, output, resources } = await attempt({ settings, secrets });
    expect(code).not.toBe(0);
    const complained = [...output.matchAll(/\b([A-Z_]+): .* \(infra\/stages\/staging\.ts\)/g)].map(
      ([, variable]) => variable,
    );
    expect([...new Set(complained)]).toEqual([name]);
    expect(made(resources)).toEqual([]);
  });

  it("AUDIENCE: what AUDIENCES replaces", async () => {
    const { code, output } = await attempt({ environment: { AUDIENCE: "orders" }, secrets });
    expect(code).not.toBe(0);
    expect(output).toMatch(/AUDIENCE: .* \(set by the shell\)/);
  });

  it("whoever has set it", async () => {
    const environment = { CORS_ORIGINS: "https://www.example.com/", LOG_LEVEL: "DEBUG" };
    const { code, output, resources } = await attempt({ environment, secrets });
    expect(code).not.toBe(0);
    expect(output).toContain(
      "CORS_ORIGINS: is not what browsers send. Write https://www.example.com (set by the shell)",
    );
    expect(output).toContain("LOG_LEVEL: expected info, warn, error or silent (set by the shell)");
    expect(made(resources)).toEqual([]);
  });
});
