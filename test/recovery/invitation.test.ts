import { expect, it } from "vitest";
import { administrate, bodyOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

const reset = (rollcall: TestRollcall, proof: object, secret = newPassword) =>
  statusOf(rollcall.call("POST", "/auth/password/reset", { body: { ...proof, newPassword: secret } }));

describeOnEachDatabase("an administrator", (form) => {
  const sendReset = (rollcall: TestRollcall, token: string, id: string) =>
    rollcall.call("POST", `/users/${id}/password-reset`, { token });

  it("has somebody asked by mail to set a password, and sees neither it nor the link (Q55)", async () => {
    const rollcall = startRollcall({ form });
    const account = await signUp(rollcall, email);
    const { admin } = await administrate(rollcall);
    const answer = await sendReset(rollcall, admin.token, account.user.id);
    expect([answer.status, await answer.json()]).toEqual([202, {}]);
    const mail = await lastMailTo(rollcall, email);
    expect(mail).toMatchObject({ template: "reset-password", subject: expect.stringContaining("new password") });
    expect(mail.text).toContain("administrator");
    await signIn(rollcall, email);
    rollcall.clock.advance(23 * 3_600);
    expect(await reset(rollcall, { token: mail.token })).toBe("204");
    await signIn(rollcall, email, newPassword);
  });

  it("invites whom an account is made for without a password, and again when the mail is lost (Q55)", async () => {
    const rollcall = startRollcall({ form });
    const { admin, create } = await administrate(rollcall);
    const created = await create({ email, name: "Ada" });
    const { id } = await bodyOf<{ id: string }>(created);
    const first = await lastMailTo(rollcall, email);
    expect(first).toMatchObject({
      template: "invitation",
      link: `https://app.example.test/account/accept-invitation#token=${first.token}`,
    });
    expect((await sendReset(rollcall, admin.token, id)).status).toBe(202);
    const second = await lastMailTo(rollcall, email);
    expect(second.template).toBe("invitation");
    expect(await reset(rollcall, { token: first.token })).toBe("410 code_expired");
    rollcall.clock.advance(6 * 86_400);
    expect(await reset(rollcall, { token: second.token })).toBe("204");
    expect((await signIn(rollcall, email, newPassword)).user.emailVerified).toBe(true);
    expect((await mailsOf(rollcall, email)).map(({ template }) => template)).toEqual(["invitation", "invitation"]);
  });

  it("is told of an account that there is not, that is disabled, and of a service without mail", async () => {
    const rollcall = startRollcall({ form });
    const { admin, edit } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall, email);
    const ask = async (service: TestRollcall, token: string, id = user.id) => statusOf(sendReset(service, token, id));
    expect(await ask(rollcall, admin.token, "user_01h455vb4pex5vsknk084sn02q")).toBe("404 not_found");
    expect(await ask(rollcall, tokens.accessToken)).toBe("403 forbidden");
    const mute = startRollcall({ shares: rollcall.storage, settings: { sendsMail: false } });
    expect(await ask(mute, admin.token)).toBe("409 conflict");
    await edit(user.id, { status: "disabled" });
    expect(await ask(rollcall, admin.token)).toBe("409 conflict");
  });
});
