import { createRequire } from "node:module";
import type { User } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refreshes, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";

const newPassword = "eleven quiet lighthouses";

const change = (rollcall: TestRollcall, token: string, body: unknown) =>
  rollcall.call("POST", "/me/password", { token, body });

describeOnEachDatabase("changing my password", (form) => {
  it("puts the new one in force at once and ends every other session", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const others = [await signIn(rollcall, "ada@example.com"), await signIn(rollcall, "ada@example.com")];
    const response = await change(rollcall, tokens.accessToken, { currentPassword: password, newPassword });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await refusalOf(await logIn(rollcall, "ada@example.com"))).toBe("401 invalid_credentials");
    for (const other of others) {
      const me = await rollcall.call("GET", "/me", { token: other.tokens.accessToken });
      expect(await refusalOf(me)).toBe("401 invalid_token");
      expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(false);
    }
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    await signIn(rollcall, "ada@example.com", newPassword);
  });

  it("needs the current one: without it nothing changes (Q51)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    const attempts: [body: object, refusal: string][] = [
      [{ currentPassword: "not the right password", newPassword }, "422 validation_failed"],
      [{ currentPassword: `${password} `, newPassword }, "422 validation_failed"],
      [{ currentPassword: newPassword, newPassword }, "422 validation_failed"],
      [{ currentPassword: "", newPassword }, "422 validation_failed"],
      [{ currentPassword: null, newPassword }, "422 validation_failed"],
      [{ newPassword }, "422 validation_failed"],
      [{ currentPassword: password }, "422 validation_failed"],
      [{ password: newPassword }, "422 validation_failed"],
      [{ currentPassword: password, newPassword, userId: user.id }, "422 validation_failed"],
    ];
    for (const [body, refusal] of attempts) {
      expect(await refusalOf(await change(rollcall, tokens.accessToken, body))).toBe(refusal);
    }
    expect((await logIn(rollcall, "ada@example.com", newPassword)).status).toBe(401);
    await signIn(rollcall, "ada@example.com");
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
  });

  it("says at the field that the current one is wrong, and what is wrong with the new one too", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const wrong = { path: ["currentPassword"], code: "wrong_password", message: "Is not your current password" };
    const short = { path: ["newPassword"], code: "too_short", message: "Must be at least 15 characters" };
    for (const [secret, issues] of [
      [newPassword, [wrong]],
      ["seven", [wrong, short]],
    ] as const) {
      const body = { currentPassword: "not the right password", newPassword: secret };
      const refused = await change(rollcall, tokens.accessToken, body);
      expect(refused.status).toBe(422);
      expect(refused.headers.get("www-authenticate")).toBeNull();
      expect(await bodyOf<Problem>(refused)).toMatchObject({ code: "validation_failed", issues });
    }
  });

  it("is over for a session that has ended", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    const response = await change(rollcall, tokens.accessToken, { currentPassword: password, newPassword });
    expect(await refusalOf(response)).toBe("401 invalid_token");
    await signIn(rollcall, "ada@example.com");
  });
});

describe("the new password", () => {
  it("keeps the rules of registration, and a refused one changes nothing (Q1, Q8, Q10, Q11)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall, "ada.lovelace@example.com", { name: "Augusta Byron" });
    const other = await signIn(rollcall, "ada.lovelace@example.com");
    const refused = {
      "vast gentle ki": "too_short",
      ["vast gentle kiwi ".repeat(16)]: "too_long",
      passwordpassword: "common",
      "Ada.Lovelace-2026": "own_words",
      "Augusta.Byron.1815": "own_words",
      rollcallrollcall: "own_words",
    };
    for (const [weak, rule] of Object.entries(refused)) {
      const response = await change(rollcall, tokens.accessToken, { currentPassword: password, newPassword: weak });
      const text = await response.clone().text();
      const { code, issues } = await bodyOf<Problem>(response);
      expect([response.status, code]).toEqual([422, "weak_password"]);
      expect(issues).toEqual([{ path: ["newPassword"], code: rule, message: expect.any(String) }]);
      expect(text).not.toContain(weak);
    }
    expect(await refreshes(rollcall, other.tokens.refreshToken)).toBe(true);
    await signIn(rollcall, "ada.lovelace@example.com");
  });

  it("is none of the common ones (Q8)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    const ranked = createRequire(import.meta.url)("@zxcvbn-ts/language-common/src/passwords.json") as string[];
    const fitting = ranked.filter((secret) => [...secret].length >= 15).slice(0, 3_000);
    expect(fitting.length).toBeGreaterThan(30);
    for (const common of fitting) {
      const response = await change(rollcall, tokens.accessToken, { currentPassword: password, newPassword: common });
      expect(await refusalOf(response)).toBe("422 weak_password");
    }
  });

  it("is the same in composed and in decomposed form (Q7)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    const composed = "vingt crèmes brûlées".normalize("NFC");
    const body = { currentPassword: password, newPassword: composed.normalize("NFD") };
    expect((await change(rollcall, tokens.accessToken, body)).status).toBe(204);
    await signIn(rollcall, "ada@example.com", composed);
    const back = { currentPassword: composed, newPassword: password };
    expect((await change(rollcall, tokens.accessToken, back)).status).toBe(204);
  });

  it("is never part of an answer, and updatedAt tells when it changed", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    rollcall.clock.advance(5);
    await change(rollcall, tokens.accessToken, { currentPassword: password, newPassword });
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    const after = await bodyOf<User>(me);
    expect(after).toEqual({ ...user, updatedAt: expect.any(String) });
    expect(after.updatedAt > user.updatedAt).toBe(true);
  });
});
