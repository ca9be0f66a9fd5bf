import { describe, expect, it } from "vitest";
import { refusalOf, signIn, signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbBehindProxy } from "../../support/mongodb.ts";
import { password } from "../../support/rollcall.ts";
import { deployed, startApi } from "./api.ts";

const linesOf = (logs: string) =>
  logs
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("what an environment prints", () => {
  it.runIf(hasMongodb)("is lines of JSON, and no secret (Q167)", async () => {
    const { uri, proxy } = await newMongodbBehindProxy();
    const api = await startApi({ mongodbUri: uri });
    const { tokens } = await signUp(api, "ada@example.com");
    const signedIn = await signIn(api, "ada@example.com");
    await api.call("GET", "/me", { token: tokens.accessToken });
    await api.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    await api.call("GET", `/users/${tokens.refreshToken}?token=${tokens.accessToken}`);
    await api.call("POST", "/auth/login", { body: { email: "ada@example.com", password: "swordfish swordfish" } });
    await api.invoke({ password, authorization: tokens.accessToken });
    await proxy.close();
    await api.call("POST", "/auth/login", { body: { email: "ada@example.com", password } });

    expect(linesOf(api.logs()).length).toBeGreaterThanOrEqual(8);
    const secrets = [deployed.SECRET_KEY, uri, password, "swordfish", "ada@example.com"];
    for (const issued of [tokens, signedIn.tokens]) secrets.push(issued.accessToken, issued.refreshToken);
    for (const secret of secrets) expect(api.logs()).not.toContain(secret);
  });

  it.runIf(hasMongodb)("does not tell the password of a database that refuses it", async () => {
    const { uri } = await newMongodbBehindProxy();
    const url = new URL(uri);
    url.username = "rollcall";
    url.password = "open-sesame";
    const api = await startApi({ mongodbUri: url.href });
    const answer = await api.call("GET", "/ready");
    expect(await refusalOf(answer)).toMatch(/^50[03] /);
    expect(linesOf(api.logs())).toMatchObject([{ level: "error" }]);
    expect(api.logs()).not.toContain("open-sesame");
  });

  it("says why it does not start, and no value", async () => {
    const environment = { SECRET_KEY: "k3J9vQ2mX7pL5wR8", ISSUER: "https://auth.example.test/path" };
    const failure = await startApi({ environment }).catch((error: Error) => error.message);
    expect(failure).toMatch(/SECRET_KEY: is too short/);
    expect(failure).toMatch(/ISSUER: is not an origin\. Write https:\/\/auth\.example\.test/);
    expect(failure).not.toContain("k3J9vQ2mX7pL5wR8");
  });
});

describe("an environment that is told to end", () => {
  it("does so at once, without an error (Q180)", { timeout: 10_000 }, async () => {
    const api = await startApi();
    await api.call("GET", "/health");
    const told = performance.now();
    api.signal("SIGTERM");
    const { code, signal } = await api.exited;
    // The runtime client waits for its next event on a thread that process.exit would wait for in turn.
    expect(signal ?? code).toBeOneOf([0, "SIGTERM"]);
    expect(performance.now() - told).toBeLessThan(5_000);
    expect(api.logs()).not.toMatch(/error/i);
  });
});
