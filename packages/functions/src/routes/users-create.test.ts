import type { User } from "@rollcall/core";
import { expect, it } from "vitest";
import { administrate, bodyOf, logIn, refusalOf, signIn, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

const unknownId = `user_${"0".repeat(26)}`;

describeOnEachDatabase("an account that an administrator creates", (form) => {
  it("can sign in with the password it was given, and has the roles it was given", async () => {
    const rollcall = startRollcall({ form });
    const { create, read } = await administrate(rollcall);
    const response = await create({ email: "Eve@Example.com", name: "Eve", password, roles: ["admin"] });
    const user = await bodyOf<User>(response);
    expect([response.status, user]).toMatchObject([
      201,
      { email: "eve@example.com", name: "Eve", roles: ["admin"], status: "active", lastLoginAt: null },
    ]);
    expect(await bodyOf<User>(await read(user.id))).toEqual(user);
    const { tokens } = await signIn(rollcall, "eve@example.com");
    expect((await rollcall.call("GET", "/users", { token: tokens.accessToken })).status).toBe(200);
  });

  it("cannot sign in while it has no password", async () => {
    const rollcall = startRollcall({ form });
    const { create } = await administrate(rollcall);
    const response = await create({ email: "eve@example.com" });
    expect([response.status, await bodyOf<User>(response)]).toMatchObject([201, { name: null, roles: [] }]);
    for (const guess of [password, "an account that does not exist", "null", "undefined"]) {
      expect(await refusalOf(await logIn(rollcall, "eve@example.com", guess))).toBe("401 invalid_credentials");
    }
  });

  it("needs an address that is free, in any case (Q17)", async () => {
    const rollcall = startRollcall({ form });
    const { create } = await administrate(rollcall);
    await signUp(rollcall, "ada@example.com");
    expect(await refusalOf(await create({ email: "ADA@example.com" }))).toBe("409 email_taken");
    const responses = await Promise.all([1, 2, 3, 4].map(() => create({ email: "eve@example.com" })));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it("is refused with a weak password, a role that is none or a field that is none", async () => {
    const { create } = await administrate(startRollcall({ form }));
    const email = "eve@example.com";
    expect(await refusalOf(await create({ email, password: "passwordpassword" }))).toBe("422 weak_password");
    const wrong = [
      {},
      { roles: ["owner"] },
      { roles: ["admin", "admin"] },
      { roles: "admin" },
      { emailVerified: true },
    ];
    for (const fields of [...wrong, { status: "disabled" }, { id: unknownId }, { password: null }, { name: 7 }]) {
      const body = Object.keys(fields).length > 0 ? { email, ...fields } : {};
      expect(await refusalOf(await create(body))).toBe("422 validation_failed");
    }
    expect((await create({ email })).status).toBe(201);
  });
});
