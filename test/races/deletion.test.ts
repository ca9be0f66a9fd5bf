import { users } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { logIn, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { collide, rounds, startTwoServices, together } from "../support/races.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const day = 86_400;
const email = "ada@example.com";

function leave(service: TestRollcall, token: string): Promise<Response> {
  return service.call("DELETE", "/me", { token, body: { password } });
}

describeOnEachDatabase("20 deletions of one account at once", (form) => {
  it("over two processes delete it once, with one event and one mail (Q56)", async () => {
    const services = startTwoServices(form);
    const { user, tokens } = await signUp(services[0], email);
    const calls = together(services, 20, (service) => leave(service, tokens.accessToken));
    const statuses = (await Promise.all(calls.map((call) => call()))).map(({ status }) => status);
    expect(statuses).toContain(204);
    for (const status of statuses) expect([204, 401]).toContain(status);
    const told = (await eventsOf(services[0], user.id)).filter(({ type }) => type === "user.deleted");
    expect(told).toHaveLength(1);
    expect((await mailsOf(services[0], email)).map(({ template }) => template)).toEqual(["account-deleted"]);
    expect((await signUp(services[1], email)).user.id).not.toBe(user.id);
  });
});

describeOnEachDatabase("20 redemptions of the way back at once", (form) => {
  it("succeed once (Q25)", async () => {
    const rollcall = startRollcall({ form, settings: { deletionGrace: day } });
    const { tokens } = await signUp(rollcall, email);
    await leave(rollcall, tokens.accessToken);
    const { token } = await lastMailTo(rollcall, email);
    const calls = together([rollcall], 20, (service) => service.call("POST", "/auth/restore", { body: { token } }));
    const statuses = (await Promise.all(calls.map((call) => call()))).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([204, ...Array<number>(19).fill(410)]);
    await signIn(rollcall, email);
  });
});

describeOnEachDatabase("at the moment when a deletion is carried out", (form) => {
  it("its undoing wins or loses, and nothing is in between, in 8 rounds (Q56)", async () => {
    const rollcall = startRollcall({ form, settings: { deletionGrace: day } });
    for (const round of rounds.slice(0, 8)) {
      const address = `ada${round}@example.com`;
      const { tokens } = await signUp(rollcall, address);
      await leave(rollcall, tokens.accessToken);
      const { token } = await lastMailTo(rollcall, address);
      // The clock of the process that deletes is ahead.
      const later = { ...rollcall.clock, now: () => new Date(rollcall.clock.now().getTime() + day * 1_000) };
      const { one, many } = await collide(round, () => rollcall.call("POST", "/auth/restore", { body: { token } }), [
        () => retain({ ...rollcall.dependencies, clock: later }),
      ]);
      expect([204, 410]).toContain(one.status);
      expect(many[0]?.deletions).toBe(one.status === 204 ? 0 : 1);
      expect((await logIn(rollcall, address)).status).toBe(one.status === 204 ? 200 : 401);
    }
  });
});

describeOnEachDatabase("at the moment when an account is deleted", (form) => {
  const others: Record<string, (service: TestRollcall, token: string, id: string, admin: string) => Promise<Response>> =
    {
      "a new password": (service, token) =>
        service.call("POST", "/me/password", {
          token,
          body: { currentPassword: password, newPassword: "seven lighthouses in a row" },
        }),
      "a new name": (service, token) => service.call("PATCH", "/me", { token, body: { name: "Ada" } }),
      "an export": (service, token) => service.call("GET", "/me/export", { token }),
      "an administrator's edit": (service, _, id, token) =>
        service.call("PATCH", `/users/${id}`, { token, body: { status: "active", name: "Grace" } }),
      "the end of all sessions": (service, _, id, token) => service.call("DELETE", `/users/${id}/sessions`, { token }),
      "a mail that is asked for": (service) =>
        service.call("POST", "/auth/password/forgot", { body: { email: "ada@example.com" } }),
    };

  it.each(Object.entries(others))("%s leaves nothing behind in the trace, in 4 rounds (Q56)", async (_, act) => {
    const services = startTwoServices(form);
    const admin = (await signInAsAdministrator(services[0])).token;
    for (const round of rounds.slice(0, 4)) {
      const { user, tokens } = await signUp(services[0], email);
      const { one } = await collide(round, () => leave(services[0], tokens.accessToken), [
        () => act(services[1], tokens.accessToken, user.id, admin),
      ]);
      if (one.status !== 204) {
        // The other was first: the password is another one, or the session has ended.
        expect([401, 422]).toContain(one.status);
        expect((await services[0].call("DELETE", `/users/${user.id}`, { token: admin })).status).toBe(204);
      }
      await mailsOf(services[0]);
      const left = await services[0].storage.database.collection(users).findOne({ _id: user.id });
      expect(Object.keys(left ?? {}).toSorted()).toEqual(
        [
          "_id",
          "credentialVersion",
          "deletedAt",
          "email",
          "outbox",
          "outboxDead",
          "outboxDue",
          "searchKeys",
          "status",
        ].toSorted(),
      );
      expect(left?.outbox).toEqual({});
    }
  });
});
