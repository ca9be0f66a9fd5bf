import { randomUUID } from "node:crypto";
import type { SignedIn } from "@rollcall/core";
import { describe, expect, it, vi } from "vitest";
import {
  bodyOf,
  logIn,
  refreshes,
  refusalOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

/** The claims of an access token, unverified. */
function claimsOf({ tokens }: SignedIn): Record<string, unknown> {
  return JSON.parse(Buffer.from(tokens.accessToken.split(".")[1] ?? "", "base64url").toString());
}

/** What of an answer could tell one case from another: everything but the names of the request. */
async function fingerprintOf(response: Response) {
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id" && name !== "date");
  const body = (await response.text()).replaceAll(response.headers.get("x-request-id") ?? "", "");
  return { status: response.status, headers, body };
}

const logOut = (rollcall: TestRollcall, refreshToken: string) =>
  rollcall.call("POST", "/auth/logout", { body: { refreshToken } });

describeOnEachDatabase("signing in", (form) => {
  it("answers with the account and with tokens that work", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall);
    rollcall.clock.advance(60);
    const again = await signIn(rollcall, "ada@example.com");
    expect(again.user).toEqual({ ...user, lastLoginAt: expect.any(String) });
    expect(Date.parse(again.user.lastLoginAt ?? "") - Date.parse(user.lastLoginAt ?? "")).toBeGreaterThanOrEqual(
      60_000,
    );
    const me = await rollcall.call("GET", "/me", { token: again.tokens.accessToken });
    expect(await me.json()).toEqual(again.user);
    expect(await refreshes(rollcall, again.tokens.refreshToken)).toBe(true);
  });

  it("takes the address in any case (Q17)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, "Ada@Example.com");
    for (const email of ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.com"]) {
      expect((await signIn(rollcall, email)).user.id).toBe(user.id);
    }
  });

  it("begins a new session every time (Q39)", async () => {
    const rollcall = startRollcall({ form });
    const signedIn = [await signUp(rollcall), await signIn(rollcall, "ada@example.com")];
    signedIn.push(await signIn(rollcall, "ada@example.com"));
    for (const name of ["sid", "jti"]) expect(new Set(signedIn.map((each) => claimsOf(each)[name])).size).toBe(3);
    expect(new Set(signedIn.map(({ tokens }) => tokens.refreshToken)).size).toBe(3);
    for (const { tokens } of signedIn) expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
  });

  it("gives one answer for a wrong password, an unknown address and accounts that cannot sign in (Q29)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signInAsAdministrator(rollcall);
    await signUp(rollcall, "active@example.com");
    const { user } = await signUp(rollcall, "disabled@example.com");
    await rollcall.call("PATCH", `/users/${user.id}`, { token, body: { status: "disabled" } });
    await rollcall.call("POST", "/users", { token, body: { email: "passwordless@example.com" } });
    const answers = [
      await logIn(rollcall, "active@example.com", "not the right password"),
      await logIn(rollcall, "unknown@example.com"),
      await logIn(rollcall, "disabled@example.com"),
      await logIn(rollcall, "passwordless@example.com"),
    ];
    const [first, ...others] = await Promise.all(answers.map(fingerprintOf));
    expect(first?.status).toBe(401);
    expect(JSON.parse(first?.body ?? "")).toMatchObject({ code: "invalid_credentials" });
    for (const other of others) expect(other).toEqual(first);
  });
});

describe("the password at sign-in", () => {
  const registered = "Tall Crème brûlée  costs 4€";

  it("is verified exactly as it was set (Q5)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall, "ada@example.com", { password: registered });
    const variants = [
      registered.toLowerCase(),
      registered.toUpperCase(),
      registered.replace("  ", " "),
      registered.slice(0, -1),
      registered.slice(1),
      `${registered} `,
      ` ${registered}`,
      `${registered}\n`,
      registered.normalize("NFD").replace(/\p{M}/gu, ""),
    ];
    for (const variant of variants) {
      expect(await refusalOf(await logIn(rollcall, "ada@example.com", variant))).toBe("401 invalid_credentials");
    }
    await signIn(rollcall, "ada@example.com", registered);
  });

  it("counts to its last character, beyond 72 bytes and beyond a NUL (Q6)", async () => {
    const rollcall = startRollcall();
    const pairs = [
      [`${"long road ".repeat(8)}home`, `${"long road ".repeat(8)}hope`],
      ["before the NUL\0after", "before the NUL\0other"],
      ["before the NUL\0after", "before the NUL"],
    ] as const;
    for (const [index, [secret, other]] of pairs.entries()) {
      await signUp(rollcall, `user${index}@example.com`, { password: secret });
      expect((await logIn(rollcall, `user${index}@example.com`, other)).status).toBe(401);
      expect((await logIn(rollcall, `user${index}@example.com`, secret)).status).toBe(200);
    }
  });

  it("is the same in composed and in decomposed form (Q7)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall, "ada@example.com", { password: registered.normalize("NFC") });
    await signIn(rollcall, "ada@example.com", registered.normalize("NFD"));
    await signUp(rollcall, "eve@example.com", { password: registered.normalize("NFD") });
    await signIn(rollcall, "eve@example.com", registered.normalize("NFC"));
  });

  it("costs no hash when it is longer than any password can be (Q15)", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall);
    const verify = vi.spyOn(rollcall.dependencies.passwords, "verify");
    expect(await refusalOf(await logIn(rollcall, "ada@example.com", "x".repeat(30_000)))).toBe("413 payload_too_large");
    expect(await refusalOf(await logIn(rollcall, "ada@example.com", "x".repeat(1_025)))).toBe("422 validation_failed");
    expect(verify).not.toHaveBeenCalled();
    expect(await refusalOf(await logIn(rollcall, "ada@example.com", "x".repeat(256)))).toBe("401 invalid_credentials");
    expect(verify).toHaveBeenCalledOnce();
  });
});

describe("the tokens of a sign-in", () => {
  it("are not to be stored by any cache (Q38)", async () => {
    const rollcall = startRollcall();
    const credentials = { email: "ada@example.com", password };
    const registration = await rollcall.call("POST", "/auth/register", { body: credentials });
    const { tokens } = await bodyOf<SignedIn>(registration.clone());
    const login = await rollcall.call("POST", "/auth/login", { body: credentials });
    const refresh = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    expect([registration, login, refresh].map(({ status }) => status)).toEqual([201, 200, 200]);
    for (const { headers } of [registration, login, refresh]) expect(headers.get("cache-control")).toBe("no-store");
  });

  it("never adopt a session that the client names (Q39)", async () => {
    const rollcall = startRollcall();
    const { sid } = claimsOf(await signUp(rollcall)) as { sid: string };
    const headers = { cookie: `sid=${sid}; session=${sid}`, "x-session-id": sid };
    const body = { email: "ada@example.com", password };
    for (const path of ["/auth/login", `/auth/login?sid=${sid}`]) {
      const response = await rollcall.call("POST", path, { body, headers });
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(claimsOf(await bodyOf<SignedIn>(response)).sid).not.toBe(sid);
    }
    for (const field of ["sid", "sessionId", "session", "jti"]) {
      const response = await rollcall.call("POST", "/auth/login", { body: { ...body, [field]: sid } });
      expect(await refusalOf(response)).toBe("422 validation_failed");
    }
  });
});

describeOnEachDatabase("signing out", (form) => {
  it("ends the session, and no other one", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const other = await signIn(rollcall, "ada@example.com");
    expect((await logOut(rollcall, tokens.refreshToken)).status).toBe(204);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await refusalOf(await rollcall.call("GET", "/me", { token: tokens.accessToken }))).toBe("401 invalid_token");
    expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(true);
  });

  it("succeeds again when the session was dead already, and for what never was a token", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    for (const refreshToken of [tokens.refreshToken, tokens.refreshToken, "", "x".repeat(92), randomUUID()]) {
      const response = await logOut(rollcall, refreshToken);
      expect([response.status, await response.text()]).toEqual([204, ""]);
    }
  });

  it("works with a refresh token that has been used", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const refresh = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    const next = await bodyOf<SignedIn>(refresh);
    expect((await logOut(rollcall, tokens.refreshToken)).status).toBe(204);
    expect(await refreshes(rollcall, next.tokens.refreshToken)).toBe(false);
  });
});
