import type { Session, SignedIn, User } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refreshes, refusalOf, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

async function signInFrom(rollcall: TestRollcall, userAgent: string): Promise<SignedIn> {
  const headers = { "user-agent": userAgent };
  const response = await rollcall.call("POST", "/auth/login", { body: { email, password }, headers });
  expect(response.status).toBe(200);
  return bodyOf(response);
}

async function listSessions(rollcall: TestRollcall, path: string, token: string): Promise<Session[]> {
  const response = await rollcall.call("GET", path, { token });
  expect(response.status).toBe(200);
  return (await bodyOf<{ items: Session[] }>(response)).items;
}

describeOnEachDatabase("the sessions of an account", (form) => {
  describe("for their owner", () => {
    it("are listed with their device, address and times, the last used first (Q66)", async () => {
      const rollcall = startRollcall({ form });
      await signUp(rollcall, email);
      const phone = await signInFrom(rollcall, "Phone/1.0");
      rollcall.clock.advance(60);
      const laptop = await signInFrom(rollcall, "Laptop/2.0");
      rollcall.clock.advance(60);
      expect(await refreshes(rollcall, phone.tokens.refreshToken)).toBe(true);
      const sessions = await listSessions(rollcall, "/me/sessions", laptop.tokens.accessToken);
      expect(sessions).toMatchObject([
        { userAgent: "Phone/1.0", current: false, ip: "203.0.113.7", amr: ["pwd"] },
        { userAgent: "Laptop/2.0", current: true, ip: "203.0.113.7", amr: ["pwd"] },
        { userAgent: null, current: false },
      ]);
      const [used, current] = sessions.map(
        ({ createdAt, lastUsedAt }) => Date.parse(lastUsedAt) - Date.parse(createdAt),
      );
      expect(used).toBeGreaterThanOrEqual(120_000);
      expect(current).toBe(0);
    });

    it("end one by one (Q66)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall, email);
      const phone = await signInFrom(rollcall, "Phone/1.0");
      const laptop = await signInFrom(rollcall, "Laptop/2.0");
      const token = tokens.accessToken;
      const sessions = await listSessions(rollcall, "/me/sessions", token);
      const { id } = sessions.find(({ userAgent }) => userAgent === "Phone/1.0") as Session;
      expect((await rollcall.call("DELETE", `/me/sessions/${id}`, { token })).status).toBe(204);
      expect(await refreshes(rollcall, phone.tokens.refreshToken)).toBe(false);
      const me = await rollcall.call("GET", "/me", { token: phone.tokens.accessToken });
      expect(await refusalOf(me)).toBe("401 invalid_token");
      expect(await refreshes(rollcall, laptop.tokens.refreshToken)).toBe(true);
      expect(await refusalOf(await rollcall.call("DELETE", `/me/sessions/${id}`, { token }))).toBe("404 not_found");
    });

    it("end together, but for the one that asks (Q66)", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall, email);
      const others = [await signInFrom(rollcall, "Phone/1.0"), await signInFrom(rollcall, "Laptop/2.0")];
      const token = tokens.accessToken;
      expect((await rollcall.call("DELETE", "/me/sessions", { token })).status).toBe(204);
      for (const other of others) expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(false);
      expect(await listSessions(rollcall, "/me/sessions", token)).toMatchObject([{ current: true }]);
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    });

    it("can end with the one that asks", async () => {
      const rollcall = startRollcall({ form });
      const { tokens } = await signUp(rollcall, email);
      const token = tokens.accessToken;
      const [session] = await listSessions(rollcall, "/me/sessions", token);
      expect((await rollcall.call("DELETE", `/me/sessions/${session?.id}`, { token })).status).toBe(204);
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
      const again = await rollcall.call("DELETE", `/me/sessions/${session?.id}`, { token });
      expect(await refusalOf(again)).toBe("401 invalid_token");
    });

    it("are out of reach for everybody else", async () => {
      const rollcall = startRollcall({ form });
      const ada = await signUp(rollcall, email);
      const grace = await signUp(rollcall, "grace@example.com");
      const [session] = await listSessions(rollcall, "/me/sessions", ada.tokens.accessToken);
      const token = grace.tokens.accessToken;
      const refused = await rollcall.call("DELETE", `/me/sessions/${session?.id}`, { token });
      expect(await refusalOf(refused)).toBe("404 not_found");
      expect(await refreshes(rollcall, ada.tokens.refreshToken)).toBe(true);
    });
  });

  describe("for an administrator", () => {
    it("are listed, and end one by one or all together (Q66)", async () => {
      const rollcall = startRollcall({ form });
      const { token } = await signInAsAdministrator(rollcall);
      const { user, tokens } = await signUp(rollcall, email);
      const phone = await signInFrom(rollcall, "Phone/1.0");
      const path = `/users/${user.id}/sessions`;
      const sessions = await listSessions(rollcall, path, token);
      expect(sessions.map(({ current }) => current)).toEqual([false, false]);
      const { id } = sessions.find(({ userAgent }) => userAgent === "Phone/1.0") as Session;
      expect((await rollcall.call("DELETE", `${path}/${id}`, { token })).status).toBe(204);
      expect(await refreshes(rollcall, phone.tokens.refreshToken)).toBe(false);
      expect(await refusalOf(await rollcall.call("DELETE", `${path}/${id}`, { token }))).toBe("404 not_found");
      expect((await rollcall.call("DELETE", path, { token })).status).toBe(204);
      expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
      expect(await listSessions(rollcall, path, token)).toEqual([]);
    });
  });
});

describeOnEachDatabase("a change by an administrator takes effect", (form) => {
  it("at once for a disabled account: no refresh, no reading of itself, no sign-in (Q67)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signInAsAdministrator(rollcall);
    const { user, tokens } = await signUp(rollcall, email);
    const edit = (status: User["status"]) => rollcall.call("PATCH", `/users/${user.id}`, { token, body: { status } });
    expect(await (await edit("disabled")).json()).toMatchObject({ status: "disabled" });
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    expect(await refusalOf(me)).toBe("401 invalid_token");
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 invalid_credentials");
    expect((await edit("active")).status).toBe(200);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect((await logIn(rollcall, email)).status).toBe(200);
  });

  it("at once for whatever a demoted administrator would change, and in 10 minutes for what they read (Q68)", async () => {
    const rollcall = startRollcall({ form });
    const admin = await signInAsAdministrator(rollcall);
    const demoted = await signInAsAdministrator(rollcall, "second@example.com");
    const { user } = await signUp(rollcall, email);
    const path = `/users/${user.id}`;
    const { token } = demoted;
    await rollcall.call("PATCH", `/users/${demoted.user.id}`, { token: admin.token, body: { roles: [] } });
    for (const [method, target, body] of [
      ["POST", "/users", { email: "new@example.com" }],
      ["PATCH", path, { name: "Somebody" }],
      ["PATCH", `/users/${demoted.user.id}`, { roles: ["admin"] }],
      ["DELETE", `${path}/sessions`],
      ["DELETE", path],
    ] as const) {
      const refused = await rollcall.call(method, target, { token, body });
      expect(await refusalOf(refused), `${method} ${target}`).toBe("403 forbidden");
    }
    rollcall.clock.advance(600);
    expect(await refusalOf(await rollcall.call("GET", "/users", { token }))).toBe("401 invalid_token");
    const { refreshToken } = demoted.tokens;
    const { tokens } = await (await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } })).json();
    const read = await rollcall.call("GET", "/users", { token: tokens.accessToken });
    expect(await refusalOf(read)).toBe("403 forbidden");
  });

  it("at the next refresh for a new administrator (Q68)", async () => {
    const rollcall = startRollcall({ form });
    const admin = await signInAsAdministrator(rollcall);
    const { user, tokens } = await signUp(rollcall, email);
    await rollcall.call("PATCH", `/users/${user.id}`, { token: admin.token, body: { roles: ["admin"] } });
    const { refreshToken } = tokens;
    const answer = await (await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } })).json();
    expect((await rollcall.call("GET", "/users", { token: answer.tokens.accessToken })).status).toBe(200);
    expect((await signIn(rollcall, email)).user.roles).toEqual(["admin"]);
  });
});
