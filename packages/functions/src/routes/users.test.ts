import type { User } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import {
  administrate,
  bodyOf,
  logIn,
  refreshes,
  refusalOf,
  signIn,
  signInAsAdministrator,
  signUp,
} from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

const unknownId = `user_${"0".repeat(26)}`;

describeOnEachDatabase("changing an account", (form) => {
  it("changes the fields that are given and no other", async () => {
    const rollcall = startRollcall({ form });
    const { edit, read } = await administrate(rollcall);
    const { user } = await signUp(rollcall, "ada@example.com", { name: "Ada" });
    rollcall.clock.advance(5);
    const named = await bodyOf<User>(await edit(user.id, { name: "Augusta" }));
    expect(named).toEqual({ ...user, name: "Augusta", updatedAt: expect.any(String) });
    expect(named.updatedAt > user.updatedAt).toBe(true);
    expect(await bodyOf<User>(await edit(user.id, { roles: ["admin"] }))).toMatchObject({
      ...named,
      roles: ["admin"],
      updatedAt: expect.any(String),
    });
    expect(await bodyOf<User>(await edit(user.id, { name: null, roles: [] }))).toMatchObject({ name: null, roles: [] });
    expect(await bodyOf<User>(await read(user.id))).toMatchObject({ name: null, roles: [], status: "active" });
  });

  it("leaves its sessions alone unless it is disabled", async () => {
    const rollcall = startRollcall({ form });
    const { edit } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall);
    await edit(user.id, { name: "Ada", roles: ["admin"], status: "active" });
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(true);
  });

  it("takes effect on a role with the next token: a demoted administrator is refused", async () => {
    const rollcall = startRollcall({ form });
    const { edit } = await administrate(rollcall);
    const eve = await signInAsAdministrator(rollcall, "eve@example.com");
    await edit(eve.user.id, { roles: [] });
    const body = { refreshToken: eve.tokens.refreshToken };
    const refreshed = await bodyOf<typeof eve>(await rollcall.call("POST", "/auth/refresh", { body }));
    const list = await rollcall.call("GET", "/users", { token: refreshed.tokens.accessToken });
    expect(await refusalOf(list)).toBe("403 forbidden");
  });
});

describeOnEachDatabase("disabling an account", (form) => {
  it("ends its sessions at once and refuses every sign-in until it is active again (Q67)", async () => {
    const rollcall = startRollcall({ form });
    const { edit } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall);
    const other = await signIn(rollcall, "ada@example.com");
    expect((await bodyOf<User>(await edit(user.id, { status: "disabled" }))).status).toBe("disabled");
    for (const { accessToken, refreshToken } of [tokens, other.tokens]) {
      expect(await refreshes(rollcall, refreshToken)).toBe(false);
      expect(await refusalOf(await rollcall.call("GET", "/me", { token: accessToken }))).toBe("401 invalid_token");
    }
    expect(await refusalOf(await logIn(rollcall, "ada@example.com"))).toBe("401 invalid_credentials");
    const again = { email: "ada@example.com", password };
    expect(await refusalOf(await rollcall.call("POST", "/auth/register", { body: again }))).toBe("409 email_taken");

    expect((await bodyOf<User>(await edit(user.id, { status: "active" }))).status).toBe("active");
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    await signIn(rollcall, "ada@example.com");
  });
});

describeOnEachDatabase("deleting an account", (form) => {
  it("ends everything that it had and frees its address (Q56)", async () => {
    const rollcall = startRollcall({ form });
    const { remove, read, edit } = await administrate(rollcall);
    const { user, tokens } = await signUp(rollcall);
    const response = await remove(user.id);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    const me = await rollcall.call("GET", "/me", { token: tokens.accessToken });
    expect(await refusalOf(me)).toBe("401 invalid_token");
    expect(await refusalOf(await logIn(rollcall, "ada@example.com"))).toBe("401 invalid_credentials");
    const gone = [await remove(user.id), await read(user.id), await edit(user.id, { name: "Ada" })];
    for (const answer of gone) expect(await refusalOf(answer)).toBe("404 not_found");
    await signUp(rollcall, "ada@example.com");
  });
});

describe("an account that does not exist", () => {
  it("is not found, and neither is what is no account's id", async () => {
    const { admin, read, edit, remove } = await administrate(startRollcall());
    const ids = [
      unknownId,
      "x",
      admin.user.id.slice(0, -1),
      admin.user.id.toUpperCase(),
      "__proto__",
      "%24ne",
      `%20${admin.user.id}`,
    ];
    for (const id of ids) {
      for (const answer of [await read(id), await edit(id, { name: "Ada" }), await remove(id)]) {
        expect(await refusalOf(answer)).toBe("404 not_found");
      }
    }
  });
});

describe("a change of an account", () => {
  it("is refused when it is empty, unknown or of another type", async () => {
    const rollcall = startRollcall();
    const { edit, read } = await administrate(rollcall);
    const { user } = await signUp(rollcall);
    const wrong = [
      {},
      { email: "eve@example.com" },
      { emailVerified: true },
      { password },
      { status: "deleted" },
      { status: null },
      { roles: null },
      { roles: ["owner"] },
      { name: { $ne: null } },
      { $set: { roles: ["admin"] } },
    ];
    for (const body of wrong) expect(await refusalOf(await edit(user.id, body))).toBe("422 validation_failed");
    expect(await bodyOf<User>(await read(user.id))).toEqual(user);
  });
});

describe("administrators and their own account", () => {
  it("cannot be demoted, disabled or deleted by themselves, so that one is left (Q105)", async () => {
    const rollcall = startRollcall();
    const { admin, edit, remove } = await administrate(rollcall);
    const { id } = admin.user;
    for (const body of [{ roles: [] }, { status: "disabled" }, { roles: [], name: "Root" }]) {
      expect(await refusalOf(await edit(id, body))).toBe("409 conflict");
    }
    expect(await refusalOf(await remove(id))).toBe("409 conflict");
    expect(await refreshes(rollcall, admin.tokens.refreshToken)).toBe(true);
    expect((await signIn(rollcall, "admin@example.com")).user).toMatchObject({ roles: ["admin"], name: null });
  });

  it("go together with changes that lock nobody out", async () => {
    const { admin, edit } = await administrate(startRollcall());
    const response = await edit(admin.user.id, { name: "Root", roles: ["admin"], status: "active" });
    expect([response.status, (await bodyOf<User>(response)).name]).toEqual([200, "Root"]);
  });
});
