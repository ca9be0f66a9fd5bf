import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bundleLambda } from "../../scripts/lambda-bundle.ts";
import { invokeBundle } from "../support/bundle-process.ts";
import type { FunctionUrlCall } from "../support/function-url-event.ts";
import { password, testSecret } from "../support/rollcall.ts";

// Inside the repository, so that the bundle finds the native hasher that stands beside it in Lambda.
const directory = mkdtempSync(join(import.meta.dirname, "../../node_modules/.lambda-"));
const file = join(directory, "lambda.mjs");
const nowhere = "mongodb://127.0.0.1:9/rollcall";

beforeAll(() => bundleLambda(file), 60_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const invoke = (variables: Record<string, string>, calls: FunctionUrlCall[]) => invokeBundle(file, variables, calls);

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test", MONGODB_URI: nowhere };

describe("the Lambda bundle", () => {
  it("answers function URL events, and logs the address that Lambda names, not the one a header claims", () => {
    const { answers, log } = invoke(environment, [{ path: "/health" }]);
    expect(answers[0]?.statusCode).toBe(200);
    expect(JSON.parse(log.trim())).toMatchObject({ route: "/health", status: 200, ip: "198.51.100.4" });
  });

  it("tells the log which page was refused, and what to set", () => {
    const headers = { origin: "https://app.example", "access-control-request-method": "POST" };
    const { answers, log } = invoke(environment, [{ method: "OPTIONS", path: "/auth/login", headers }]);
    expect(answers[0]?.headers).not.toHaveProperty("access-control-allow-origin");
    const advice = expect.stringContaining("CORS_ORIGINS");
    expect(JSON.parse(log.trim()).notices).toEqual([{ type: "origin.refused", origin: "https://app.example", advice }]);
  });

  it("answers without loading what only a database needs, where it needs none", () => {
    const { answers, loaded } = invoke(environment, [
      { path: "/health" },
      { path: "/me", headers: { authorization: "Bearer x.y.z" } },
      { method: "POST", path: "/auth/login", body: { email: "no address" } },
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401, 422]);
    expect(loaded).toContain("NativeModule crypto");
    expect(loaded.filter((name) => name === "NativeModule dns")).toEqual([]);
  });

  it("takes what Node has compiled of its own modules, whatever flag Lambda starts it with", () => {
    const { compiledFor } = invoke(environment, []);
    const print = (...flags: string[]) => spawnSync(process.execPath, [...flags, "-p", "v8.cachedDataVersionTag()"]);
    expect(String(compiledFor)).toBe(print().stdout.toString().trim());
    expect(String(compiledFor)).not.toBe(print("--expose-gc").stdout.toString().trim());
  });

  it("serves none of the local server's routes and holds none of their code", () => {
    const paths = ["/dev/admin", "/dev/clock", "/dev/mail"];
    const { answers } = invoke(
      environment,
      paths.flatMap((path) => [{ path }, { path, method: "POST", body: {} }]),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(404));
    const code = globSync("**/*.mjs", { cwd: directory })
      .map((name) => readFileSync(join(directory, name), "utf8"))
      .join("\n");
    expect(code).toContain("/auth/login");
    for (const trace of ["/dev/", "nedb", ".rollcall/"]) expect(code).not.toContain(trace);
  });

  it("answers 503 with Retry-After while the database is away, and needs it for nothing else", () => {
    const login = { method: "POST", path: "/auth/login", body: { email: "ada@example.com", password } };
    const { answers } = invoke(environment, [login, { path: "/ready" }, { path: "/health" }]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503, 200]);
    expect(answers[0]?.headers["retry-after"]).toBe("2");
    expect(JSON.parse(answers[0]?.body ?? "")).toMatchObject({ code: "unavailable", retryAfter: 2 });
  });

  it("hands a cookie over apart from the other fields, as it is handed one", () => {
    const headers = { origin: environment.ISSUER, "x-rollcall-transport": "cookie" };
    const call = { method: "POST", path: "/auth/refresh", body: {}, headers, cookies: ["a=b", "__Host-rollcall=x.y"] };
    const { answers } = invoke(environment, [
      call,
      { ...call, headers: { ...headers, origin: "https://evil.example" } },
    ]);
    expect(answers.map(({ statusCode, cookies }) => [statusCode, cookies])).toEqual([
      [401, ["__Host-rollcall=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"]],
      [403, undefined],
    ]);
    expect(answers[0]?.headers).not.toHaveProperty("set-cookie");
  });

  it.each([
    ["SECRET_KEY", "is not set"],
    ["ISSUER", "is not set"],
    ["MONGODB_URI", "is not set"],
  ])("does not start without %s, and says so", (name, reason) => {
    const { status, stderr } = invoke({ ...environment, [name]: "" }, []);
    expect(status).not.toBe(0);
    expect(stderr).toContain(`${name}: ${reason}`);
  });

  it.runIf(inject("mongodbUri"))("registers, signs in and reads an account on MongoDB", () => {
    const uri = new URL(inject("mongodbUri") as string);
    uri.pathname = `/rollcall_${inject("runId")}_lambda`;
    const body = { email: "ada@example.com", password };
    const { answers } = invoke({ ...environment, MONGODB_URI: uri.href }, [
      { method: "POST", path: "/auth/register", body },
      { method: "POST", path: "/auth/register", body },
      { method: "POST", path: "/auth/login", body },
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 409, 200]);
  });
});
