import { relay } from "@rollcall/core/relay";
import { resealAccounts } from "@rollcall/core/resealing";
import { retain } from "@rollcall/core/retention";
import { expect } from "vitest";
import { systemContext } from "../../packages/core/src/index.ts";
import { deadLetters } from "../../packages/core/src/relay/index.ts";
import { signInAsAdministrator, signUp } from "./accounts.ts";
import { eventsOf } from "./events.ts";
import { password, type TestRollcall } from "./rollcall.ts";

/** Makes a service send every kind of query that it has: those of its routes, of what runs beside them, and of its commands. */
export async function makeEveryQuery(rollcall: TestRollcall): Promise<void> {
  const { user, tokens } = await signUp(rollcall, "ada@example.com");
  const { token } = await signInAsAdministrator(rollcall);
  const { token: other } = await signInAsAdministrator(rollcall, "other@example.com");
  const own = tokens.accessToken;
  const { refreshToken } = tokens;
  const newPassword = "seven lighthouses in a row";
  const { nextCursor } = await (await rollcall.call("GET", "/users?limit=1", { token })).json();
  const filters = ["status=active", "role=admin", "q=ada"];
  const lists = filters.flatMap((filter, at) => [filter, ...filters.slice(at + 1).map((more) => `${filter}&${more}`)]);
  await eventsOf(rollcall);
  const get = (path: string): Call => ["GET", path, { token }];
  const calls: Call[] = [
    ["GET", "/me", { token: own }],
    ["PATCH", "/me", { token: own, body: { name: "Ada Lovelace" } }],
    ["GET", "/me/sessions", { token: own }],
    ["GET", "/me/export", { token: own }],
    ["POST", "/me/verify", { token: own, body: { password } }],
    ["POST", "/auth/tokens", { token: own, body: { audience: "orders" } }],
    ["DELETE", "/me/sessions", { token: own }],
    ["POST", "/me/password", { token: own, body: { currentPassword: password, newPassword } }],
    ["POST", "/auth/password/forgot", { body: { email: "ada@example.com" } }],
    ...[`limit=1&cursor=${nextCursor}`, ...lists, filters.join("&")].map((query) => get(`/users?${query}`)),
    get(`/users/${user.id}`),
    get("/events?limit=1"),
    get("/events?order=asc"),
    get("/events?type=session.started"),
    get(`/events?userId=${user.id}&order=asc`),
    get(`/events?userId=${user.id}&type=session.started`),
    ["GET", "/me/events", { token: own }],
    ["GET", "/me/events?type=session.started", { token: own }],
    get(`/users/${user.id}/sessions`),
    ["PATCH", `/users/${user.id}`, { token, body: { name: "Ada", status: "active" } }],
    ["POST", "/auth/refresh", { body: { refreshToken } }],
    ["POST", "/auth/logout", { body: { refreshToken } }],
    ["DELETE", `/users/${user.id}/sessions`, { token }],
    ["DELETE", `/users/${user.id}`, { token }],
    ["DELETE", "/me", { token: other, body: { password } }],
  ];
  for (const [method, path, options] of calls) {
    const { status } = await rollcall.call(method, path, options);
    expect(status, `${method} ${path}`).toBeLessThan(300);
  }
  const { dependencies } = rollcall;
  await dependencies.keyRing.rotate();
  await resealAccounts(dependencies);
  await relay(dependencies, { event: async () => {} });
  await deadLetters(systemContext(dependencies));
  rollcall.clock.advance(4 * 86_400);
  await retain(dependencies);
}

type Call = [method: string, path: string, options: { body?: unknown; token?: string }];
