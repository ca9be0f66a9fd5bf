import { systemContext, users } from "@rollcall/core";
import { promoteUser } from "@rollcall/core/administration";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { logIn, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { answerWith, askedFor, nextCode, type Protected, signUpProtected, storedAccount } from "../support/factors.ts";
import { mailOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { changeAddress } from "./removals.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";
const phone = { "user-agent": "Pets/3.2 (iPhone; iOS 26.1)" };

const post = (rollcall: TestRollcall, path: string, body: object, headers = {}) =>
  rollcall.call("POST", path, { body, headers });

async function resetBy(rollcall: TestRollcall, to: string) {
  const { token } = await mailOf(rollcall, "reset-password", to);
  expect(await statusOf(post(rollcall, "/auth/password/reset", { token, newPassword }))).toBe("204");
}

/** The ways by which a mailbox gets an account back, each with the address and the password that it leads to. */
const ways: Record<string, (rollcall: TestRollcall, ada: Protected) => Promise<{ email: string; password: string }>> = {
  "a forgotten password": async (rollcall) => {
    await post(rollcall, "/auth/password/forgot", { email });
    await resetBy(rollcall, email);
    return { email, password: newPassword };
  },
  "a sign-in that was somebody else's": async (rollcall, { app }) => {
    const first = await post(rollcall, "/auth/login", { email, password }, phone);
    const { mfaToken } = (await first.json()) as { mfaToken: string };
    await post(rollcall, "/auth/mfa", { mfaToken, code: nextCode(rollcall, app) }, phone);
    const { token } = await mailOf(rollcall, "new-sign-in", email);
    expect(await statusOf(post(rollcall, "/auth/not-me", { token }))).toBe("204");
    await resetBy(rollcall, email);
    return { email, password: newPassword };
  },
  "an address that is taken back": async (rollcall, ada) => {
    await changeAddress(rollcall, ada, "mallory@example.org");
    const { token } = await mailOf(rollcall, "email-changed", email);
    expect(await statusOf(post(rollcall, "/auth/email/change", { token }))).toBe("204");
    await resetBy(rollcall, email);
    return { email, password: newPassword };
  },
  "another address": async (rollcall, ada) => {
    await changeAddress(rollcall, ada, "ada@example.org");
    return { email: "ada@example.org", password };
  },
  "a deletion that is undone": async (rollcall, { tokens }) => {
    const leave = { token: tokens.accessToken, body: { password } };
    expect((await rollcall.call("DELETE", "/me", leave)).status).toBe(204);
    const { token } = await mailOf(rollcall, "account-deleted", email);
    expect(await statusOf(post(rollcall, "/auth/restore", { token }))).toBe("204");
    return { email, password };
  },
};

describeOnEachDatabase("a mailbox", (form) => {
  it.each(Object.keys(ways))("removes no factor and no recovery code: %s (Q131)", async (way) => {
    const rollcall = startRollcall({ form, settings: { deletionGrace: 86_400 } });
    const ada = await signUpProtected(rollcall);
    const now = await ways[way]?.(rollcall, ada);
    if (!now) expect.fail();
    const { factors, recoveryCodes } = await storedAccount(rollcall, ada.user.id);
    expect([Object.keys(factors ?? {}), Object.keys(recoveryCodes?.left ?? {}).length]).toEqual([[ada.app.id], 10]);
    const { mfaToken, methods } = await askedFor(rollcall, now.email, now.password);
    expect(methods).toEqual(["totp", "recovery_code"]);
    expect((await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, ada.app) })).status).toBe(200);
    expect((await eventsOf(rollcall, ada.user.id)).map(({ type }) => type)).not.toContain("factors.removed");
  });

  it("that a link to sign in is mailed to is asked for the factor, too (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    await post(rollcall, "/auth/code", { email });
    const { token } = await mailOf(rollcall, "sign-in-code", email);
    expect(await refusalOf(await post(rollcall, "/auth/code/redeem", { token }))).toBe("401 second_factor_required");
    expect(Object.keys((await storedAccount(rollcall, ada.user.id)).factors ?? {})).toEqual([ada.app.id]);
  });
});

describeOnEachDatabase("an account with a factor", (form) => {
  it("that a command makes an administrator's has none any more, as whoever has had it leaves nothing (Q131, Q189)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    await promoteUser(systemContext(rollcall.dependencies), ada.user.id, newPassword);
    expect(await refreshes(rollcall, ada.tokens.refreshToken)).toBe(false);
    const { user, tokens } = await signIn(rollcall, email, newPassword);
    expect(user.roles).toEqual(["admin"]);
    expect((await rollcall.call("GET", "/users", { token: tokens.accessToken })).status).toBe(200);
    const account = await storedAccount(rollcall, ada.user.id);
    for (const field of ["factors", "hasFactors", "credentialIds", "recoveryCodes", "factorRemoval"])
      expect(account).not.toHaveProperty(field);
    const removed = (await eventsOf(rollcall, ada.user.id)).filter(({ type }) => type === "factors.removed");
    expect(removed).toMatchObject([{ actor: { type: "system" }, data: { by: "command" } }]);
  });

  it("gives the ids of its passkeys free when it is deleted, or was a registration that nobody confirmed (Q131, Q136)", async () => {
    const rollcall = startRollcall({ form, settings: { deletionGrace: 0 } });
    const accounts = rollcall.storage.database.collection(users);
    const hold = (_id: string) => accounts.updateOne({ _id }, { $set: { credentialIds: ["mJ8xKc2VQkKqYdV0n3sTzA"] } });
    const { user, tokens } = await signUp(rollcall, email);
    await hold(user.id);
    const other = await signUp(rollcall, "bob@example.com");
    await expect(hold(other.user.id)).rejects.toThrow();
    await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
    expect(await hold(other.user.id)).toBe(true);
    await accounts.updateOne({ _id: other.user.id }, { $set: { registrationEnds: rollcall.clock.now() } });
    rollcall.clock.advance(1);
    expect(await retain(rollcall.dependencies)).toMatchObject({ registrations: 1 });
    expect(await hold((await signUp(rollcall, "bob@example.com")).user.id)).toBe(true);
    expect((await logIn(rollcall, "bob@example.com")).status).toBe(200);
  });
});
