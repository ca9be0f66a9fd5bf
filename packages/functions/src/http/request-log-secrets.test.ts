import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { castOf, send } from "../../../../test/support/json-routes.ts";
import { startLoopback } from "../../../../test/support/loopback.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

describe("what the log never holds", () => {
  /** How a secret might be written down: as it is, in a URL, in a form, in base64 and in JSON. */
  function spellings(secret: string): string[] {
    const bytes = Buffer.from(secret);
    // What stands before a secret shifts its base64 by one or two bytes; the letters that depend on it are cut off.
    const shifted = [0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString("base64")
        .replace(/=+$/, "");
      return text.slice(shift === 0 ? 0 : shift + 1, -2);
    });
    return [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ x: secret }).toString().slice(2),
      JSON.stringify(secret).slice(1, -1),
      bytes.toString("hex"),
      ...shifted.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]),
    ];
  }

  it("is searched for in every spelling that it could have there", () => {
    const secret = newPassword();
    for (const before of ["", "x", "xx", "ada:"]) {
      const text = `${before}${secret} and more`;
      for (const written of [text, encodeURIComponent(text), JSON.stringify(text), ...inBase64(text)]) {
        expect(spellings(secret).some((spelling) => written.includes(spelling))).toBe(true);
      }
    }
  });

  const inBase64 = (text: string) => (["base64", "base64url"] as const).map((form) => Buffer.from(text).toString(form));

  const newPassword = () => `pässword ${randomBytes(18).toString("base64")} "&=\\`;

  it("is a password or a token, right or wrong, wherever in a request it is sent (Q167)", async () => {
    const rollcall = startRollcall();
    const loopback = await startLoopback(rollcall);
    const { admin, user, routes } = await castOf(rollcall);
    const secrets: string[] = [
      password,
      ...[admin, user].flatMap(({ tokens }) => [tokens.accessToken, tokens.refreshToken]),
    ];
    const secret = () => {
      const fresh = newPassword();
      secrets.push(fresh);
      return fresh;
    };
    for (const route of routes) {
      for (const field of Object.keys(route.fields)) {
        await send(rollcall, route, { ...route.body, [field]: secret() });
        await send(rollcall, route, { ...route.body, [field]: { $ne: secret() } });
      }
      await send(rollcall, route, { ...route.body, [secret()]: secret() });
      await send(rollcall, route, `{"password":"${secret()}`);
      await rollcall.call(route.method, route.path, { body: route.body, token: encodeURIComponent(secret()) });
      const query = new URLSearchParams({ password: secret(), access_token: secret() });
      await rollcall.call("GET", `${route.path}?${query}`);
      await rollcall.call("GET", `${route.path}/${encodeURIComponent(secret())}`);
      await rollcall.call("GET", `/${encodeURIComponent(secret())}`, {
        headers: { referer: `https://x.example/?${query}` },
      });
      const cookie = `session=${encodeURIComponent(secret())}`;
      const authorization = `Basic ${Buffer.from(`ada:${secret()}`).toString("base64")}`;
      await rollcall.call(route.method, route.path, {
        headers: { cookie, authorization, "x-api-key": admin.tokens.refreshToken },
      });
      await loopback.abandon(
        `${route.method} /${encodeURIComponent(secret())} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{`,
      );
    }
    for (let round = 0; round < 20; round++) {
      const known = secret();
      const { tokens } = await signUp(rollcall, `user-${round}@example.org`, { password: known });
      const refreshed = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
      const renewed = (await bodyOf<{ tokens: typeof tokens }>(refreshed)).tokens;
      secrets.push(tokens.accessToken, tokens.refreshToken, renewed.accessToken, renewed.refreshToken);
      const body = { currentPassword: known, newPassword: secret() };
      expect((await rollcall.call("POST", "/me/password", { body, token: renewed.accessToken })).status).toBe(204);
    }
    const log = rollcall.logs.join("\n");
    expect(secrets.length).toBeGreaterThan(250);
    for (const sent of secrets) for (const spelling of spellings(sent)) expect(log).not.toContain(spelling);
  });

  it("is a query: a login by GET leaves no trace of what it carried (Q37, Q167)", async () => {
    const rollcall = startRollcall();
    await rollcall.call("GET", `/auth/login?email=ada@example.org&password=${encodeURIComponent(password)}`);
    expect(rollcall.logs).toHaveLength(1);
    expect(rollcall.logs.join("\n")).not.toMatch(/ada@|battery/);
  });

  it("is an e-mail address, a name or a search", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall, "ada@example.org", { name: "Lovelace" });
    const { token } = await signInAsAdministrator(rollcall);
    await logIn(rollcall, "ada@example.org", "not the right password");
    await rollcall.call("PATCH", "/me", { token: tokens.accessToken, body: { name: "Byron" } });
    await rollcall.call("GET", "/users?q=lovelace", { token });
    await rollcall.call("GET", `/users/${user.email}`, { token });
    expect(rollcall.logs.join("\n")).not.toMatch(/ada@|lovelace|byron/i);
  });
});
