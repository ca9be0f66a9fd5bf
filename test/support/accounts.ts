import {
  createDependencies,
  type ServiceToken,
  type Session,
  type SignedIn,
  systemContext,
  type UserPage,
  users,
} from "@rollcall/core";
import { createUser } from "@rollcall/core/administration";
import { expect } from "vitest";
import { createApp } from "../../packages/functions/src/app.ts";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { documentedFetch } from "./documented-fetch.ts";
import { password, type TestRollcall } from "./rollcall.ts";

/** A service that can be called. */
type Service = Pick<TestRollcall, "call">;

/** The body of an answer, as the type that its route documents. */
export async function bodyOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** The status and the code of a refusal, such as `409 email_taken`. */
export async function refusalOf(response: Response): Promise<string> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, code } = await bodyOf<Problem>(response);
  expect(status).toBe(response.status);
  return `${status} ${code}`;
}

/** The same where it may have succeeded, such as `204`. */
export async function statusOf(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  return response.ok ? String(response.status) : refusalOf(response);
}

export async function signUp(
  rollcall: Service,
  email = "ada@example.com",
  details: { password?: string; name?: string } = {},
): Promise<SignedIn> {
  const response = await rollcall.call("POST", "/auth/register", { body: { email, password, ...details } });
  expect(response.status).toBe(201);
  return bodyOf(response);
}

export function logIn(rollcall: Service, email: string, secret = password): Promise<Response> {
  return rollcall.call("POST", "/auth/login", { body: { email, password: secret } });
}

/** Signs in to an account that exists. */
export async function signIn(rollcall: Service, email: string, secret = password): Promise<SignedIn> {
  const response = await logIn(rollcall, email, secret);
  expect(response.status).toBe(200);
  return bodyOf(response);
}

/** Makes an administrator as the command line does, and signs in as one. */
export async function signInAsAdministrator(
  rollcall: TestRollcall,
  email = "admin@example.com",
): Promise<SignedIn & { token: string }> {
  await createUser(systemContext(rollcall.dependencies), { email, password, roles: ["admin"] });
  const signedIn = await signIn(rollcall, email);
  return { ...signedIn, token: signedIn.tokens.accessToken };
}

/** An administrator, and what one does with accounts. */
export async function administrate(rollcall: TestRollcall) {
  const admin = await signInAsAdministrator(rollcall);
  const as = (method: string, path: string, body?: unknown) =>
    rollcall.call(method, path, { token: admin.token, body });
  const list = (query: Query | string) => as("GET", `/users?${toSearch(query)}`);
  return {
    admin,
    create: (body: object) => as("POST", "/users", body),
    read: (id: string) => as("GET", `/users/${id}`),
    edit: (id: string, body: object) => as("PATCH", `/users/${id}`, body),
    remove: (id: string) => as("DELETE", `/users/${id}`),
    list,
    /** A page of a list that is expected to succeed. */
    async page(query: Query = {}): Promise<UserPage> {
      const response = await list(query);
      expect(response.status).toBe(200);
      return bodyOf(response);
    },
  };
}

/** The parameters of a list, by name. */
export type Query = Record<string, string | number>;

function toSearch(query: Query | string): string {
  if (typeof query === "string") return query;
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
}

/** Whether a refresh token, and so its session, is still good. Takes the session a step further if it is. */
export async function refreshes(rollcall: Service, refreshToken: string): Promise<boolean> {
  const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  if (response.status === 200) return true;
  expect(await refusalOf(response)).toBe("401 invalid_refresh_token");
  return false;
}

type HashingCost = Parameters<typeof createDependencies>[0]["hashingCost"];

/** A second instance of a service, on the same database, that hashes at another cost: by default the real one. */
export function withHashingCost({ dependencies: others, storage }: TestRollcall, hashingCost?: HashingCost) {
  const { database, secrets, settings, clock } = others;
  const dependencies = createDependencies({ database, secrets, settings, clock, ...(hashingCost && { hashingCost }) });
  const app = createApp({
    dependencies,
    corsOrigins: [],
    clientIp: () => null,
    logLevel: "silent",
    log: () => {},
  });
  const send = documentedFetch(app, settings);
  const headers = { "content-type": "application/json" };
  const call: TestRollcall["call"] = (method, path, { body } = {}) =>
    send(settings.issuer + path, { method, headers, body: JSON.stringify(body) });
  return { call, storage, dependencies };
}

/** A token of the session for another service. */
export async function serviceTokenOf(rollcall: Service, token: string, audience = "orders"): Promise<string> {
  const response = await rollcall.call("POST", "/auth/tokens", { token, body: { audience } });
  expect(response.status).toBe(200);
  return (await bodyOf<ServiceToken>(response)).accessToken;
}

export async function sessionIdOf(rollcall: TestRollcall, token: string): Promise<string> {
  const response = await rollcall.call("GET", "/me/sessions", { token });
  const { items } = await bodyOf<{ items: Session[] }>(response);
  return items.find(({ current }) => current)?.id as string;
}

/** Marks an account's address as confirmed, as its owner does by any mail. */
export async function confirmAddress({ dependencies: { database } }: TestRollcall, email: string): Promise<void> {
  expect(await database.collection(users).updateOne({ email }, { $set: { emailVerified: true } })).toBe(true);
}
