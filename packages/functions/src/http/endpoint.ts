import { zValidator } from "@hono/zod-validator";
import {
  type AccessTokenClaims,
  type Actor,
  countingRoles,
  type Dependencies,
  type ErrorCode,
  type ErrorMembers,
  leastAcr,
  type Notice,
  RollcallError,
  type Settings,
} from "@rollcall/core";
import { type Demand, meets } from "@rollcall/verifier";
import type { Context, MiddlewareHandler, TypedResponse } from "hono";
import type { BlankInput } from "hono/types";
import type * as z from "zod/mini";
import { authenticate } from "./authenticate.ts";
import type { AppEnv } from "./env.ts";
import type { problemKinds } from "./problem.ts";
import { strictJson } from "./read-json.ts";
import { choosesCookie } from "./refresh-cookie.ts";
import { refuseWith } from "./refusal.ts";

/** A success. */
export interface Answer {
  status: 200 | 201 | 202 | 204;
  /** Where openapi/descriptions.ts does not say it for the one operation that it is of. */
  description?: string;
  schema?: z.ZodMiniType;
}

/** The contract of one route: what it takes, what it answers, and how it refuses. */
export interface Endpoint {
  /** OpenAPI's operationId. */
  id: string;
  summary: string;
  /** What there is to say beyond that is in openapi/descriptions.ts: a process that starts need not know it. */
  description?: never;
  tag: "Authentication" | "Me" | "Users" | "Events" | "Service";
  /** `bearer`: an access token. `admin`: one with the admin role. `local`: behind `localOnly`. */
  auth: "none" | "bearer" | "admin" | "local";
  /** Who asks has to have proved lately who they are: 401 `reauthentication_required` otherwise (RFC 9470). */
  recent?: true;
  /** Who asks has to have proved it by two factors, also where their account has one only: then they are told to set another one up. */
  acr?: "2";
  /** Also a session may ask that has to set up a second factor before it may do anything else. */
  whileEnrolling?: true;
  params?: z.ZodMiniObject;
  query?: z.ZodMiniObject;
  body?: z.ZodMiniType;
  /** The body where the refresh token is in a cookie, for routes that take one or give one. */
  cookieBody?: z.ZodMiniType;
  /** The field of the body that holds a password to be set. */
  newPassword?: string;
  /** Whether its mail is waited for. */
  sendsMail?: true;
  answer: Answer;
  /** What it answers instead, where the service's settings say so. */
  otherAnswer?: Answer;
  /** What the route's verb refuses, beside what its `auth`, `params`, `query`, `body` and `newPassword` bring with them. */
  problems: readonly ErrorCode[];
}

type BodyProblem = "malformed_json" | "payload_too_large" | "unsupported_media_type" | "validation_failed";

/** Every problem that a route with this contract can answer with; `problemsOf` is the same at run time. */
export type ProblemsOf<E extends Endpoint> =
  | E["problems"][number]
  | (E extends { body: z.ZodMiniType } ? BodyProblem : never)
  | (E extends { newPassword: string } ? "weak_password" : never)
  | (E extends { query: z.ZodMiniType } ? "validation_failed" : never)
  | (E extends { params: z.ZodMiniType } ? "malformed_request" | "not_found" : never)
  | (E["auth"] extends "bearer" | "admin" ? "missing_token" | "invalid_token" : never)
  | (E extends { recent: true } | { acr: "2" } ? "reauthentication_required" : never)
  | (E["auth"] extends "bearer" | "admin"
      ? E extends { whileEnrolling: true }
        ? never
        : "reauthentication_required" | "enrollment_required"
      : never)
  | (E["auth"] extends "admin" | "local" ? "forbidden" : never)
  | (E extends { cookieBody: z.ZodMiniType } ? "forbidden" : never)
  | "internal"
  | "unavailable";

export function problemsOf(contract: Endpoint): ErrorCode[] {
  const { problems, body, cookieBody, newPassword, query, params, auth, recent, acr, whileEnrolling } = contract;
  const codes: ErrorCode[] = [...problems, "internal", "unavailable"];
  if (body) codes.push("malformed_json", "payload_too_large", "unsupported_media_type", "validation_failed");
  if (newPassword) codes.push("weak_password");
  if (query) codes.push("validation_failed");
  // A parameter can make the path one that is not plain; elsewhere such a path is none of the route's.
  if (params) codes.push("malformed_request", "not_found");
  const isSignedIn = auth === "bearer" || auth === "admin";
  if (isSignedIn) codes.push("missing_token", "invalid_token");
  if (recent || acr) codes.push("reauthentication_required");
  if (isSignedIn && !whileEnrolling) codes.push("reauthentication_required", "enrollment_required");
  if (auth === "admin" || auth === "local" || cookieBody) codes.push("forbidden");
  return [...new Set(codes)];
}

/** The schemas of a contract under the names that Hono has for the parts of a request. */
type Schemas<E extends Endpoint> = (E extends { body: infer B extends z.ZodMiniType } ? { json: B } : BlankInput) &
  (E extends { query: infer Q extends z.ZodMiniType } ? { query: Q } : BlankInput) &
  (E extends { params: infer P extends z.ZodMiniType } ? { param: P } : BlankInput);

/** Hono's Input: what a client sends, and what a handler gets. */
type InputOf<S> = [keyof S] extends [never]
  ? BlankInput
  : { in: { [Part in keyof S]: z.input<S[Part]> }; out: { [Part in keyof S]: z.output<S[Part]> } };

/**
 * A route's problems, as its middleware's answer: those that say nothing of their own together, the others each with the
 * members that its code brings, so that whoever looks at the code may read them.
 */
type ProblemAnswer<C extends ErrorCode> = TypedResponse<
  ProblemBody<Exclude<C, keyof ErrorMembers>> | FurtherProblem<Extract<C, keyof ErrorMembers>>,
  (typeof problemKinds)[C]["status"],
  "json"
>;

export interface ProblemBody<C extends ErrorCode> {
  type: string;
  title: string;
  status: number;
  code: C;
  detail?: string;
  instance: string;
  requestId: string;
  retryAfter?: number;
  issues?: { path: (string | number)[]; code: string; message: string }[];
}

type FurtherProblem<C extends keyof ErrorMembers> = { [Code in C]: ProblemBody<Code> & ErrorMembers[Code] }[C];

export type EndpointMiddleware<E extends Endpoint> = MiddlewareHandler<
  AppEnv,
  string,
  InputOf<Schemas<E>>,
  ProblemAnswer<ProblemsOf<E>>
>;

/**
 * The first handler of every route. It keeps the contract: authenticates, checks each part of the input
 * against its schema and prepares the context for core. It also is the contract: the types of the client
 * and the OpenAPI document come from it.
 */
export function endpoint<const E extends Endpoint>(contract: E): EndpointMiddleware<E> {
  const { cookieBody } = contract;
  const plainChecks = checksOf(contract);
  const cookieChecks = cookieBody && checksOf({ ...contract, body: cookieBody });
  const handler: MiddlewareHandler<AppEnv> = async (c, next) => {
    const checks = cookieChecks && choosesCookie(c) ? cookieChecks : plainChecks;
    c.set("usesCookie", checks === cookieChecks);
    c.set("ctx", { ...c.var.dependencies, ...requestPart(c), actor: await identify(contract, c) });
    for (const check of checks) await check(c, passed);
    c.var.signal.throwIfAborted();
    await next();
    if (c.req.method !== "GET") await c.var.afterwards?.(contract.sendsMail === true);
  };
  contracts.set(handler, contract);
  return handler as EndpointMiddleware<E>;
}

const contracts = new WeakMap<object, Endpoint>();

/** The contract that a route's handler keeps, if it is one made here. */
export function contractOf(handler: object): Endpoint | undefined {
  return contracts.get(handler);
}

function requestPart(c: Context<AppEnv>) {
  const { requestId, ip, signal, logged } = c.var;
  return {
    requestId,
    ip,
    userAgent: c.req.header("user-agent") ?? null,
    acceptLanguage: c.req.header("accept-language") ?? null,
    signal,
    notice: (notice: Notice) => void logged.notices.push(notice),
    identified: (userId: string, sessionId: string) => nameInLog(c, userId, sessionId),
  };
}

function nameInLog(c: Context<AppEnv>, userId: string, sessionId: string): void {
  Object.assign(c.var.logged, { userId, sessionId });
}

async function identify(contract: Endpoint, c: Context<AppEnv>): Promise<Actor | "system" | null> {
  if (contract.auth === "none") return null;
  if (contract.auth === "local") {
    if (!c.var.isLocal) throw new RollcallError("forbidden");
    return "system";
  }
  const claims = await authenticate(c);
  const { sub, sid, roles } = claims;
  nameInLog(c, sub, sid);
  const actor = { userId: sub, sessionId: sid, roles };
  if (!suffices(contract, c.var.dependencies, claims)) await refuse(contract, c, actor);
  return actor;
}

/** Whether a token says all that the contract wants of its bearer. No read of the database. */
function suffices(contract: Endpoint, { clock, settings }: Dependencies, claims: AccessTokenClaims): boolean {
  if (contract.auth === "admin" && !countingRoles(settings, claims, claims.acr).includes("admin")) return false;
  return meets(claims, demandOf(contract, settings), clock.now());
}

function demandOf({ recent, acr, whileEnrolling }: Endpoint, settings: Settings): Demand {
  return {
    ...(recent && { maxAge: settings.reauthenticationMaxAge }),
    acr: acr ?? (whileEnrolling ? "1" : leastAcr(settings)),
  };
}

/** What the bearer lacks, which may depend on their account. */
async function refuse(contract: Endpoint, c: Context<AppEnv>, actor: Actor): Promise<never> {
  const { dependencies } = c.var;
  const { refusalOf } = await import("@rollcall/core/reauthentication");
  const demand = demandOf(contract, dependencies.settings);
  throw await refusalOf(
    { ...dependencies, actor },
    { ...demand, ...(contract.auth === "admin" && { role: "admin" as const }) },
  );
}

/** What a check goes on to when it passes: the endpoint itself calls the next one. What it refuses, it throws. */
const passed = async () => {};

/** One validator for each part of a request that the contract speaks of, made once for the route. */
function checksOf({ params, query, body, newPassword }: Endpoint): MiddlewareHandler[] {
  const refuse = refuseWith(newPassword);
  const checks: MiddlewareHandler[] = [];
  if (params) checks.push(zValidator("param", params, refuse));
  if (query) checks.push(zValidator("query", query, refuse));
  if (body) checks.push(strictJson, zValidator("json", body, refuse));
  return checks;
}
