import { systemContext } from "@rollcall/core";
import { editUser } from "@rollcall/core/administration";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import {
  administrate,
  bodyOf,
  logIn,
  refreshes,
  refusalOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const day = 86_400;
const email = "ada@example.com";

const restore = (rollcall: TestRollcall, body: object) => rollcall.call("POST", "/auth/restore", { body });

describeOnEachDatabase("an account whose deletion can be undone for a while", (form) => {
  async function startLeaving() {
    const rollcall = startRollcall({ form, settings: { deletionGrace: 14 * day } });
    const { user, tokens } = await signUp(rollcall, email);
    const response = await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
    expect(response.status).toBe(204);
    return { rollcall, id: user.id, tokens };
  }

  it("ends every session, lets nobody in, and keeps its address (Q56)", async () => {
    const { rollcall, tokens } = await startLeaving();
    expect((await rollcall.call("GET", "/me", { token: tokens.accessToken })).status).toBe(401);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await refusalOf(await logIn(rollcall, email))).toBe("401 invalid_credentials");
    const body = { email, password };
    expect(await refusalOf(await rollcall.call("POST", "/auth/register", { body }))).toBe("409 email_taken");
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    await rollcall.call("POST", "/auth/code", { body: { email } });
    expect((await mailsOf(rollcall, email)).map(({ template }) => template)).toEqual(["account-deleted"]);
  });

  it("is as it was, but for its sessions, when its owner follows the mail (Q56)", async () => {
    const { rollcall, id } = await startLeaving();
    rollcall.clock.advance(14 * day - 60);
    await retain(rollcall.dependencies);
    const { token } = await lastMailTo(rollcall, email);
    expect((await restore(rollcall, { token })).status).toBe(204);
    const { user } = await signIn(rollcall, email);
    expect(user).toMatchObject({ id, status: "active", deletesAt: null });
    rollcall.clock.advance(60);
    expect(await retain(rollcall.dependencies)).toMatchObject({ deletions: 0 });
    const types = (await eventsOf(rollcall, id)).map(({ type }) => type);
    expect(types).toContain("user.deletion_requested");
    expect(types).toContain("user.restored");
    expect(types).not.toContain("user.deleted");
  });

  it("comes back by the mail's code, too, which is guessed at within the account's budget (Q56)", async () => {
    const { rollcall } = await startLeaving();
    const { code } = await lastMailTo(rollcall, email);
    expect(code).toMatch(/^\d{8}$/);
    const wrong = { email, code: code === "00000000" ? "00000001" : "00000000" };
    expect(await refusalOf(await restore(rollcall, wrong))).toBe("401 invalid_credentials");
    expect(await refusalOf(await restore(rollcall, { ...wrong, email: "nobody@example.com" }))).toBe(
      "401 invalid_credentials",
    );
    expect((await restore(rollcall, { email, code })).status).toBe(204);
    await signIn(rollcall, email);
  });

  it("tells a link that was used from one that is too old", async () => {
    const { rollcall } = await startLeaving();
    const { token } = await lastMailTo(rollcall, email);
    expect((await restore(rollcall, { token })).status).toBe(204);
    expect(await refusalOf(await restore(rollcall, { token }))).toBe("410 code_used");
    const { tokens } = await signIn(rollcall, email);
    await rollcall.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
    expect(await refusalOf(await restore(rollcall, { token }))).toBe("410 code_expired");
    const second = await lastMailTo(rollcall, email);
    rollcall.clock.advance(14 * day);
    expect(await refusalOf(await restore(rollcall, { token: second.token }))).toBe("410 code_expired");
    expect(await refusalOf(await restore(rollcall, { token: "forged" }))).toBe("410 code_expired");
  });

  it("is gone once the time is over, without another mail (Q56)", async () => {
    const { rollcall, id } = await startLeaving();
    const { token } = await lastMailTo(rollcall, email);
    rollcall.clock.advance(14 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ deletions: 1 });
    expect(await refusalOf(await restore(rollcall, { token }))).toBe("410 code_expired");
    expect((await signUp(rollcall, email)).user.id).not.toBe(id);
    expect((await eventsOf(rollcall, id)).at(-1)).toMatchObject({
      type: "user.deleted",
      actor: { type: "system", id: null },
    });
    const templates = (await mailsOf(rollcall, email)).map(({ template }) => template);
    expect(templates.filter((template) => template === "account-deleted")).toHaveLength(1);
  });

  it("is a disabled one with a date to administrators, who undo its deletion by enabling it (Q56)", async () => {
    const { rollcall, id } = await startLeaving();
    const { read, edit } = await administrate(rollcall);
    const deletesAt = new Date(rollcall.clock.now().getTime() + 14 * day * 1_000);
    const seen = await bodyOf<{ deletesAt: string }>(await read(id));
    expect(seen).toMatchObject({ status: "disabled" });
    expect(Math.abs(Date.parse(seen.deletesAt) - deletesAt.getTime())).toBeLessThan(60_000);
    const { token } = await lastMailTo(rollcall, email);
    expect(await bodyOf(await edit(id, { status: "active" }))).toMatchObject({ status: "active", deletesAt: null });
    expect(await refusalOf(await restore(rollcall, { token }))).toBe("410 code_expired");
    await signIn(rollcall, email);
    expect((await eventsOf(rollcall, id)).map(({ type }) => type)).toContain("user.restored");
  });

  it("stays out of use, and is deleted, where an administrator disables it (Q56)", async () => {
    const { rollcall, id } = await startLeaving();
    const { token } = await lastMailTo(rollcall, email);
    await editUser(systemContext(rollcall.dependencies), id, { status: "disabled" });
    expect(await refusalOf(await restore(rollcall, { token }))).toBe("410 code_expired");
    rollcall.clock.advance(14 * day);
    expect(await retain(rollcall.dependencies)).toMatchObject({ deletions: 1 });
  });

  it("is deleted at once by an administrator, and its owner told once, without a way back (Q56)", async () => {
    const { rollcall, id } = await startLeaving();
    const { remove } = await administrate(rollcall);
    expect((await remove(id)).status).toBe(204);
    expect((await signUp(rollcall, email)).user.id).not.toBe(id);
    const told = (await mailsOf(rollcall, email)).filter(({ template }) => template === "account-deleted");
    expect(told).toMatchObject([{ link: undefined }]);
  });

  it("is not the last administrator's (Q189)", async () => {
    const rollcall = startRollcall({ form, settings: { deletionGrace: day } });
    const { token } = await signInAsAdministrator(rollcall);
    const response = await rollcall.call("DELETE", "/me", { token, body: { password } });
    expect(await refusalOf(response)).toBe("409 conflict");
  });
});
