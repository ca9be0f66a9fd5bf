import { type EventPage, listEvents, type RollcallError, systemContext } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refusalOf, signIn, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { eventsOf } from "../../../../test/support/events.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

const newPassword = "seven lighthouses in a row";

/** Ada's account, in which some things have happened, and an administrator. */
async function setUp(form?: DatabaseForm) {
  const rollcall = startRollcall(form ? { form } : {});
  const { user, tokens } = await signUp(rollcall);
  for (let count = 0; count < 4; count++) await signIn(rollcall, user.email);
  const admin = await signInAsAdministrator(rollcall);
  await eventsOf(rollcall);
  const get = (query: string, token = admin.token) => rollcall.call("GET", query, { token });
  return {
    rollcall,
    user,
    admin,
    own: tokens.accessToken,
    get,
    async page(query: string, token?: string): Promise<EventPage> {
      const response = await get(query, token);
      expect(response.status).toBe(200);
      return bodyOf(response);
    },
  };
}

const typesOf = ({ items }: EventPage) => items.map(({ type }) => type);

describeOnEachDatabase("GET /events", (form) => {
  it("walks from the newest event to the oldest, each once", async () => {
    const { rollcall, page } = await setUp(form);
    const all = await eventsOf(rollcall);
    const walked: string[] = [];
    for (let after = ""; ; ) {
      const { items, nextCursor } = await page(`/events?limit=3${after}`);
      walked.push(...items.map(({ id }) => id));
      if (nextCursor === null) break;
      after = `&after=${nextCursor}`;
    }
    expect(walked).toEqual(all.map(({ _id }) => _id).reverse());
  });

  it("is a feed in the order asc: the cursor of its last page leads to what has come since, whenever", async () => {
    const { rollcall, user, page } = await setUp(form);
    let cursor: string | null = null;
    const followed: string[] = [];
    const follow = async () => {
      for (;;) {
        const { items, nextCursor }: EventPage = await page(
          `/events?order=asc&limit=4${cursor ? `&after=${cursor}` : ""}`,
        );
        expect(nextCursor).not.toBeNull();
        cursor = nextCursor;
        followed.push(...items.map(({ id }) => id));
        if (items.length === 0) return;
      }
    };
    await follow();
    await follow();
    await signIn(rollcall, user.email);
    const all = await eventsOf(rollcall);
    await follow();
    expect(followed).toEqual(all.map(({ _id }) => _id));
  });

  it("begins a feed before there is anything", async () => {
    const rollcall = startRollcall({ form });
    const ctx = systemContext(rollcall.dependencies);
    const { items, nextCursor } = await listEvents(ctx, { limit: 10, order: "asc" });
    expect([items, nextCursor]).toEqual([[], expect.any(String)]);
    await signUp(rollcall);
    await eventsOf(rollcall);
    const after = nextCursor as string;
    expect((await listEvents(ctx, { limit: 10, order: "asc", after })).items).toHaveLength(2);
  });

  it("finds the events of one account, of one type, and both", async () => {
    const { user, admin, page } = await setUp(form);
    expect((await page(`/events?userId=${user.id}`)).items.every(({ userId }) => userId === user.id)).toBe(true);
    expect(new Set(typesOf(await page("/events?type=session.started")))).toEqual(new Set(["session.started"]));
    expect(typesOf(await page(`/events?userId=${admin.user.id}&type=administrator.promoted`))).toEqual([
      "administrator.promoted",
    ]);
  });
});

describe("GET /events", () => {
  it("refuses types that there are none of, and cursors that are made up or of another list", async () => {
    const { user, get, page } = await setUp();
    const issuesOf = async (query: string): Promise<RollcallError["issues"]> => {
      const response = await get(query);
      expect(response.status).toBe(422);
      return (await bodyOf<{ issues: RollcallError["issues"] }>(response)).issues;
    };
    expect(await issuesOf("/events?type=password.altered")).toMatchObject([{ path: ["type"] }]);
    expect((await get("/events?type=__proto__")).status).toBe(422);
    const { nextCursor } = await page("/events?limit=1");
    const users = (await bodyOf<EventPage>(await get("/users?limit=1"))).nextCursor;
    const others = ["", "x", users, `${nextCursor?.slice(0, -1)}${nextCursor?.endsWith("A") ? "Q" : "A"}`];
    for (const cursor of others) {
      expect(await issuesOf(`/events?after=${cursor}`), String(cursor)).toEqual([
        { path: ["after"], code: "custom", message: expect.stringContaining("nextCursor") },
      ]);
    }
    for (const query of ["order=asc", "type=session.started", `userId=${user.id}`])
      expect((await get(`/events?${query}&after=${nextCursor}`)).status, query).toBe(422);
    expect((await get(`/me/events?after=${nextCursor}`)).status).toBe(422);
    expect((await get("/events?limit=101")).status).toBe(422);
  });

  it("is for administrators", async () => {
    const { get, own } = await setUp();
    expect(await refusalOf(await get("/events", own))).toBe("403 forbidden");
  });
});

describe("GET /me/events", () => {
  it("has the events of one's own account, and no other's", async () => {
    const { user, page, own } = await setUp();
    const { items } = await page("/me/events", own);
    expect(items).toHaveLength(6);
    expect(items.every(({ userId }) => userId === user.id)).toBe(true);
    expect(items[0]).toMatchObject({ actor: { type: "user", id: user.id }, ip: "203.0.113.7" });
  });

  it("cannot be asked for another account, nor with another's cursor", async () => {
    const { admin, get, page, own } = await setUp();
    expect((await get(`/me/events?userId=${admin.user.id}`, own)).status).toBe(422);
    const { nextCursor } = await page("/me/events?limit=1", admin.token);
    expect((await get(`/me/events?after=${nextCursor}`, own)).status).toBe(422);
  });

  it("tells neither from where others came nor which administrator it was (Q168)", async () => {
    const { rollcall, user, admin, page, own } = await setUp();
    await logIn(rollcall, user.email, newPassword);
    await rollcall.call("PATCH", `/users/${user.id}`, { token: admin.token, body: { name: "Ada" } });
    await rollcall.call("POST", "/me/password", { token: own, body: { currentPassword: password, newPassword } });
    await eventsOf(rollcall);
    const { items } = await page("/me/events?limit=3", own);
    const byId = Object.fromEntries(items.map((event) => [event.type, event]));
    expect(byId["password.changed"]).toMatchObject({ actor: { type: "user", id: user.id }, ip: "203.0.113.7" });
    expect(byId["sign_in.failed"]?.actor).toEqual({ type: "user", id: null });
    expect(byId["user.changed"]?.actor).toEqual({ type: "admin", id: null });
    for (const type of ["sign_in.failed", "user.changed"]) expect(byId[type]).not.toHaveProperty("ip");
  });
});
