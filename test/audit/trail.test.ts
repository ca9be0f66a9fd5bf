import { systemContext } from "@rollcall/core";
import { editUser, endSessions, promoteUser } from "@rollcall/core/administration";
import { deleteUser } from "@rollcall/core/deletion";
import { markUndeliverable } from "@rollcall/core/mail";
import { expect, it } from "vitest";
import { administrate, logIn, refreshes, signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { password, startRollcall } from "../support/rollcall.ts";

const newPassword = "seven lighthouses in a row";

describeOnEachDatabase("the audit trail", (form) => {
  it("tells what somebody does with an account of their own, from where and in which session (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    const token = tokens.accessToken;
    const second = await signIn(rollcall, user.email);
    const third = await signIn(rollcall, user.email);
    await rollcall.call("PATCH", "/me", { token, body: { name: "Ada" } });
    await rollcall.call("PATCH", "/me", { token, body: { name: "Ada" } });
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: second.tokens.refreshToken } });
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: second.tokens.refreshToken } });
    const { items } = await (await rollcall.call("GET", "/me/sessions", { token: third.tokens.accessToken })).json();
    const current = items.find(({ current }: { current: boolean }) => !current).id;
    await rollcall.call("DELETE", `/me/sessions/${items[0].id}`, { token });
    await rollcall.call("DELETE", "/me/sessions", { token });
    await rollcall.call("POST", "/me/password", { token, body: { currentPassword: newPassword, newPassword } });
    const answer = await rollcall.call("POST", "/me/password", {
      token,
      body: { currentPassword: password, newPassword },
    });

    const told = await eventsOf(rollcall, user.id);
    expect(
      told
        .slice(0, 2)
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(["session.started", "user.registered"]);
    const me = { type: "user", id: user.id };
    const here = { actor: me, outcome: "success", userId: user.id, ip: "203.0.113.7", requestId: expect.any(String) };
    expect(told.slice(2)).toMatchObject([
      { ...here, type: "session.started", data: { amr: ["pwd"], isNewPlace: false } },
      { ...here, type: "session.started" },
      { ...here, type: "user.changed", sessionId: current, data: { fields: ["name"] } },
      { ...here, type: "session.ended", sessionId: told[2]?.sessionId, data: { by: "sign_out" } },
      { ...here, type: "session.ended", sessionId: items[0].id, data: { by: "owner" } },
      { ...here, type: "sessions.ended", sessionId: current, data: { by: "owner", except: current } },
      { ...here, type: "password.refused", sessionId: current, outcome: "failure", data: {} },
      { ...here, type: "password.changed", requestId: answer.headers.get("x-request-id"), data: {} },
    ]);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((a, b) => Number(a) - Number(b)));
  });

  it("tells of a refresh token that came again, and that its session was ended for that (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    for (let time = 0; time < 2; time++) {
      await refreshes(rollcall, tokens.refreshToken);
      rollcall.clock.advance(31);
    }
    const told = (await eventsOf(rollcall, user.id)).filter(({ type }) => type !== "user.registered");
    const [{ sessionId } = {}] = told;
    expect(told.slice(1).toSorted((a, b) => (a.type < b.type ? -1 : 1))).toMatchObject([
      { type: "refresh_token.reused", outcome: "failure", sessionId, actor: { type: "user", id: null } },
      { type: "session.ended", sessionId, actor: { type: "system", id: null }, data: { by: "reuse" } },
    ]);
  });

  it("tells which administrator has done what to whom, and what it was before (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { admin, create, edit } = await administrate(rollcall);
    const { id } = await (await create({ email: "grace@example.com", name: "Grace", password })).json();
    await signIn(rollcall, "grace@example.com");
    await edit(id, { roles: ["admin"], name: "Grace Hopper", status: "active" });
    await edit(id, { name: "Grace Hopper" });
    for (let time = 0; time < 2; time++) await rollcall.call("DELETE", `/users/${id}/sessions`, { token: admin.token });
    await edit(id, { status: "disabled" });
    const told = (await eventsOf(rollcall, id)).filter(({ type }) => type !== "session.started");
    const by = { actor: { type: "admin", id: admin.user.id }, userId: id, outcome: "success", ip: "203.0.113.7" };
    const roles = { before: [], after: ["admin"] };
    expect(told[0]).toMatchObject({ ...by, type: "user.created", data: { roles: [] } });
    expect(told.slice(1, 3).toSorted((a, b) => (a.type < b.type ? -1 : 1))).toMatchObject([
      { ...by, type: "administrator.promoted", data: { by: "role" } },
      { ...by, type: "user.changed", data: { fields: ["name", "roles"], roles } },
    ]);
    expect(told.slice(3)).toMatchObject([
      { ...by, type: "sessions.ended", data: { by: "administrator", except: null } },
      { ...by, type: "user.changed", data: { fields: ["status"], status: { before: "active", after: "disabled" } } },
    ]);
    expect(told.every(({ sessionId }) => sessionId === undefined)).toBe(true);
    for (const secret of [password, "Grace", "grace@"]) expect(JSON.stringify(told)).not.toContain(secret);
  });

  it("tells the true state before, of edits at the same moment (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall);
    const ctx = systemContext(rollcall.dependencies);
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        editUser(ctx, user.id, { status: index % 2 === 0 ? "disabled" : "active" }).catch(() => {}),
      ),
    );
    const changes = (await eventsOf(rollcall, user.id)).filter(({ type }) => type === "user.changed");
    const states = changes.map(({ data }) => data.status as { before: string; after: string });
    for (const { before, after } of states) expect(before).not.toBe(after);
    const disablings = states.filter(({ after }) => after === "disabled").length;
    expect([disablings, disablings - 1]).toContain(states.length - disablings);
  });

  it("tells of commands that whoever runs the service has done it (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall);
    const ctx = systemContext(rollcall.dependencies);
    await promoteUser(ctx, user.id, newPassword);
    await signIn(rollcall, user.email, newPassword);
    await endSessions(ctx, user.id);
    const commands = (await eventsOf(rollcall, user.id)).filter(({ requestId }) => requestId === null);
    const by = { actor: { type: "system", id: null }, userId: user.id, ip: null };
    expect(commands).toMatchObject([
      { ...by, type: "administrator.promoted", data: { by: "command" } },
      { ...by, type: "sessions.ended", data: { by: "administrator", except: null } },
    ]);
    await expect(deleteUser(ctx, user.id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("tells once of an address that mail comes back from (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall);
    const { dependencies, clock } = rollcall;
    for (let time = 0; time < 2; time++)
      expect(await markUndeliverable(dependencies, user.email, "bounce", clock.now())).toBe(true);
    expect(await markUndeliverable(dependencies, "nobody@example.com", "bounce", clock.now())).toBe(false);
    const told = (await eventsOf(rollcall, user.id)).filter(({ type }) => type === "mail.undeliverable");
    expect(told).toMatchObject([
      { actor: { type: "system", id: null }, outcome: "failure", data: { reason: "bounce" } },
    ]);
  });

  it("counts guesses at unknown addresses in the log alone, and keeps no address, name and password (Q168)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall, "ada@example.com", { name: "Lovelace" });
    const body = { name: "Countess" };
    await rollcall.call("PATCH", "/me", { token: tokens.accessToken, body });
    await logIn(rollcall, "nobody@example.net", newPassword);
    await logIn(rollcall, user.email, newPassword);
    const last = rollcall.logs.slice(-2).map((line) => JSON.parse(line));
    expect(last.map(({ notices }) => notices)).toEqual([
      [{ type: "account.unknown" }],
      [{ type: "sign_in.failed", userId: user.id }],
    ]);
    const told = await eventsOf(rollcall);
    expect(told.at(-1)).toMatchObject({
      type: "sign_in.failed",
      outcome: "failure",
      actor: { type: "user", id: null },
    });
    const kept = JSON.stringify(told);
    for (const secret of ["example.com", "example.net", "Lovelace", "Countess", password, newPassword])
      expect(kept).not.toContain(secret);
  });
});
