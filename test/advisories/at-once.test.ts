import { describe, expect, it } from "vitest";
import { bodyOf } from "../support/accounts.ts";
import { password } from "../support/rollcall.ts";
import { newAccount, newAddress, openTarget, readMe, refreshWith, remove, signInTo } from "./target.ts";

const atOnce = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe("what is asked many times at once", () => {
  it("gives one account, where it is a registration (class: check-then-act)", async () => {
    const target = openTarget();
    const email = newAddress();
    // Fewer than a deployment allows.
    const answers = await atOnce(5, (index) =>
      target.call("POST", "/auth/register", { body: { email, password: `${password} ${index}` } }),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeLessThanOrEqual(1);
    for (const answer of made) {
      const { tokens } = await bodyOf<{ tokens: { accessToken: string } }>(answer);
      const secret = `${password} ${answers.indexOf(answer)}`;
      expect((await signInTo(target, email, secret)).status).toBe(200);
      await remove(target, { token: tokens.accessToken }, secret);
    }
  });

  it("gives one next token, where it is a refresh (better-auth CVE-2026-53517)", async (test) => {
    const target = openTarget();
    const { tokens } = await newAccount(test, target);
    const answers = await atOnce(10, () => refreshWith(target, tokens.refreshToken));
    const next = await Promise.all(
      answers
        .filter(({ ok }) => ok)
        .map(async (answer) => (await bodyOf<{ tokens: typeof tokens }>(answer)).tokens.refreshToken),
    );
    expect(new Set(next).size).toBe(1);
  });

  it("leaves nothing alive, where a session is ended amid its refreshes (Keycloak CVE-2026-1035)", async (test) => {
    const target = openTarget();
    const { tokens } = await newAccount(test, target);
    const { refreshToken } = tokens;
    const answers = await atOnce(10, (index) =>
      index === 5 ? target.call("POST", "/auth/logout", { body: { refreshToken } }) : refreshWith(target, refreshToken),
    );
    for (const answer of answers.filter(({ status }) => status === 200)) {
      const given = (await bodyOf<{ tokens: typeof tokens }>(answer)).tokens;
      expect((await refreshWith(target, given.refreshToken)).status).toBe(401);
      expect((await readMe(target, given.accessToken)).status).toBe(401);
    }
  });

  it("is done once, where the password is changed (class: check-then-act)", async (test) => {
    const target = openTarget();
    const { token, email } = await newAccount(test, target);
    const answers = await atOnce(10, (index) =>
      target.call("POST", "/me/password", {
        token,
        body: { currentPassword: password, newPassword: `seven lighthouses in a row ${index}` },
      }),
    );
    const done = answers.flatMap(({ status }, index) => (status === 204 ? [index] : []));
    expect(done).toHaveLength(1);
    expect((await signInTo(target, email)).status).toBe(401);
    const secret = `seven lighthouses in a row ${done[0]}`;
    const signedIn = await signInTo(target, email, secret);
    expect(signedIn.status).toBe(200);
    const { tokens } = await bodyOf<{ tokens: { accessToken: string } }>(signedIn);
    await remove(target, { token: tokens.accessToken }, secret);
  });
});
