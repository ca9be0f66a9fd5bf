import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import {
  bodyOf,
  confirmAddress,
  logIn,
  refreshes,
  refusalOf,
  signInAsAdministrator,
  signUp,
  statusOf,
} from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { addApp, answerWith, askedFor, codeOf, nextCode, refreshed, signUpProtected } from "../support/factors.ts";
import { mailOf, mailsOf, templatesTo } from "../support/mails.ts";
import { password, startRollcall } from "../support/rollcall.ts";
import { changeAddress, factorsOf, removalMails, remove } from "./removals.ts";

const email = "ada@example.com";
const reason = "Lost the phone; case 4711";

describeOnEachDatabase("factors that an administrator removes", (form) => {
  it("are gone in one go, with the recovery codes and every session, and one proof signs in again (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    const { mfaToken } = await askedFor(rollcall, email);
    const admin = await signInAsAdministrator(rollcall);
    expect(await factorsOf(rollcall, admin.token, ada.user.id)).toMatchObject({
      items: [{ id: ada.app.id, type: "totp" }],
      recoveryCodesLeft: 10,
      removesAt: null,
    });
    expect(await statusOf(remove(rollcall, admin.token, ada.user.id, reason))).toBe("204");
    const none = { items: [], recoveryCodesLeft: 0, removesAt: null };
    expect(await factorsOf(rollcall, admin.token, ada.user.id)).toEqual(none);
    expect(await refreshes(rollcall, ada.tokens.refreshToken)).toBe(false);
    // A sign-in that was half done is worth nothing, and neither is a code that was written down.
    const [recoveryCode = ""] = ada.app.recoveryCodes;
    expect(await refusalOf(await answerWith(rollcall, mfaToken, { recoveryCode }))).toBe("410 code_expired");
    expect((await logIn(rollcall, email)).status).toBe(200);
  });

  it("are told to the owner at every address, and to the audit trail with who and why (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    await changeAddress(rollcall, ada, "ada@example.org");
    await remove(rollcall, admin.token, ada.user.id, `  ${reason} `);
    expect(await removalMails(rollcall)).toEqual([
      ["ada@example.org", "factors-removed"],
      [email, "factors-removed"],
    ]);
    const { text } = await mailOf(rollcall, "factors-removed", email);
    expect(text).not.toContain(reason);
    const told = (await eventsOf(rollcall, ada.user.id)).filter(({ type }) => type === "factors.removed");
    expect(told).toMatchObject([
      { actor: { type: "admin", id: admin.user.id }, data: { by: "administrator", reason }, ip: "203.0.113.7" },
    ]);
  });

  it("are none for an account that has none: nobody is told, and no session ends", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall, email);
    const admin = await signInAsAdministrator(rollcall);
    expect(await statusOf(remove(rollcall, admin.token, user.id, reason))).toBe("204");
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
    expect(await templatesTo(rollcall, email)).toEqual(["verify-email"]);
    expect((await eventsOf(rollcall, user.id)).map(({ type }) => type)).not.toContain("factors.removed");
  });

  it("need a reason, in words, an account, and another one than the administrator's own (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    const removal = (id: string, body?: unknown) =>
      statusOf(rollcall.call("DELETE", `/users/${id}/factors`, { token: admin.token, body }));
    for (const body of [{}, { reason: "" }, { reason: "  " }, { reason: 7 }, { reason: "x".repeat(201) }]) {
      expect(await removal(ada.user.id, body)).toBe("422 validation_failed");
    }
    expect(await removal(ada.user.id, { reason, force: true })).toBe("422 validation_failed");
    expect(await removal(ada.user.id, { reason: "\ud800" })).toBe("422 validation_failed");
    expect(await removal(`user_${"0".repeat(26)}`, { reason })).toBe("404 not_found");
    expect(await removal(admin.user.id, { reason })).toBe("409 conflict");
    expect((await factorsOf(rollcall, admin.token, ada.user.id)).items).toHaveLength(1);
    expect(await statusOf(rollcall.call("GET", `/users/user_${"0".repeat(26)}/factors`, { token: admin.token }))).toBe(
      "404 not_found",
    );
  });

  it("want a recent proof of the administrator, by two factors once there are two (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    expect(await statusOf(remove(rollcall, ada.tokens.accessToken, admin.user.id, reason))).toBe("403 forbidden");
    rollcall.clock.advance(601);
    const { accessToken: old } = await refreshed(rollcall, admin.tokens);
    expect(await statusOf(remove(rollcall, old, ada.user.id, reason))).toBe("401 reauthentication_required");
    const proof = { token: old, body: { password } };
    const { accessToken } = await bodyOf<{ accessToken: string }>(await rollcall.call("POST", "/me/verify", proof));
    await confirmAddress(rollcall, "admin@example.com");
    const app = await addApp(rollcall, accessToken);
    const { mfaToken } = await askedFor(rollcall, "admin@example.com");
    const { tokens } = await bodyOf<SignedIn>(await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }));
    expect(await statusOf(remove(rollcall, tokens.accessToken, ada.user.id, reason))).toBe("204");
  });

  it("are replaced by others at once, and the old ones are worth nothing (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpProtected(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    await remove(rollcall, admin.token, ada.user.id, reason);
    const { tokens } = await bodyOf<SignedIn>(await logIn(rollcall, email));
    const app = await addApp(rollcall, tokens.accessToken, "New phone");
    expect(app.recoveryCodes).toHaveLength(10);
    rollcall.clock.advance(60);
    const first = await askedFor(rollcall, email);
    expect(await statusOf(answerWith(rollcall, first.mfaToken, { code: codeOf(rollcall, ada.app) }))).toMatch(/^401 /);
    const [recoveryCode = ""] = ada.app.recoveryCodes;
    expect(await statusOf(answerWith(rollcall, first.mfaToken, { recoveryCode }))).toMatch(/^401 /);
    expect(await statusOf(answerWith(rollcall, first.mfaToken, { code: codeOf(rollcall, app) }))).toBe("200");
    expect((await mailsOf(rollcall, email)).filter(({ template }) => template === "factor-added")).toHaveLength(2);
  });
});
