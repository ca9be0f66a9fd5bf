import { beginSession, systemContext, type Tokens, usersOf } from "@rollcall/core";
import { createUser } from "@rollcall/core/administration";
import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf, signIn, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { refreshed } from "../../../../test/support/factors.ts";
import { operationsOf, readDocument } from "../../../../test/support/openapi-document.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "./problem.ts";

/** The session's access token after it was refreshed: the one before may have expired. */
const tokenOf = async (rollcall: TestRollcall, tokens: Tokens) => (await refreshed(rollcall, tokens)).accessToken;

const newPassword = "seven lighthouses in a row";

describe("what is dangerous", () => {
  it("is every administrative write, one's password, address, factors and whole account, and nothing else there is (Q109)", async () => {
    const operations = operationsOf(await readDocument());
    const recent = operations.flatMap(({ operation }) =>
      operation["x-requires"]?.recent ? [operation.operationId] : [],
    );
    const writes = operations.filter(({ method, operation }) => operation.tags.includes("Users") && method !== "GET");
    const others = recent.filter((id) => !writes.some(({ operation }) => operation.operationId === id));
    expect(recent).toEqual(expect.arrayContaining(writes.map(({ operation }) => operation.operationId)));
    expect(others.sort()).toEqual([
      "addPasskey",
      "changeMyPassword",
      "confirmAuthenticatorApp",
      "deleteMe",
      "offerAuthenticatorApp",
      "offerPasskey",
      "removeMyFactor",
      "replaceRecoveryCodes",
      "requestEmailChange",
    ]);
  });

  it("changes nothing where the last proof is older than REAUTHENTICATION_MAX_AGE (Q109)", async () => {
    const rollcall = startRollcall();
    const root = await signInAsAdministrator(rollcall);
    const ada = await signUp(rollcall);
    rollcall.clock.advance(601);
    const tokens = { root: await tokenOf(rollcall, root.tokens), ada: await tokenOf(rollcall, ada.tokens) };
    const path = `/users/${ada.user.id}`;
    const sessions = await rollcall.call("GET", "/me/sessions", { token: tokens.ada });
    const [session] = (await bodyOf<{ items: { id: string }[] }>(sessions)).items;
    const answers = [
      await rollcall.call("DELETE", "/me", { token: tokens.ada, body: { password } }),
      await rollcall.call("POST", "/me/password", {
        token: tokens.ada,
        body: { currentPassword: password, newPassword },
      }),
      await rollcall.call("POST", "/users", { token: tokens.root, body: { email: "eve@example.com" } }),
      await rollcall.call("PATCH", path, { token: tokens.root, body: { roles: ["admin"] } }),
      await rollcall.call("DELETE", `${path}/sessions/${session?.id}`, { token: tokens.root }),
      await rollcall.call("DELETE", `${path}/sessions`, { token: tokens.root }),
      await rollcall.call("DELETE", path, { token: tokens.root }),
    ];
    for (const answer of answers) expect(await refusalOf(answer)).toBe("401 reauthentication_required");
    const list = await rollcall.call("GET", "/users", { token: tokens.root });
    expect((await bodyOf<{ items: unknown[] }>(list)).items).toHaveLength(2);
    const unchanged = (await signIn(rollcall, ada.user.email)).user;
    expect(unchanged).toEqual({ ...ada.user, lastLoginAt: unchanged.lastLoginAt });
  });

  it("is refused to who may not do it at all as that, however recent the proof (Q109)", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    rollcall.clock.advance(601);
    const token = await tokenOf(rollcall, tokens);
    const answer = await rollcall.call("POST", "/users", { token, body: { email: "eve@example.com" } });
    expect(await refusalOf(answer)).toBe("403 forbidden");
  });

  it("is done for as long as REAUTHENTICATION_MAX_AGE says", async () => {
    const rollcall = startRollcall({ settings: { accessTokenTtl: 3_600, reauthenticationMaxAge: 60 } });
    const { token } = await signInAsAdministrator(rollcall);
    const create = (email: string) => rollcall.call("POST", "/users", { token, body: { email } });
    rollcall.clock.advance(50);
    expect((await create("eve@example.com")).status).toBe(201);
    rollcall.clock.advance(11);
    const refused = await create("mallory@example.com");
    expect(await bodyOf<Problem>(refused)).toMatchObject({ code: "reauthentication_required", maxAge: 60 });
  });

  it("tells what the account can be proved with", async () => {
    const rollcall = startRollcall();
    const ctx = systemContext(rollcall.dependencies);
    const { id } = await createUser(ctx, { email: "grace@example.com" });
    const account = await usersOf(ctx).findOne({ _id: id });
    if (!account) throw new Error("There is no account");
    for (const [passwordHash, method] of [
      ["correct", "password"],
      [null, "code"],
    ] as const) {
      await usersOf(ctx).updateOne({ _id: id }, { $set: { passwordHash } });
      const { tokens } = await beginSession(ctx, account, { proofs: [{ method: "mail" }] });
      rollcall.clock.advance(601);
      const token = await tokenOf(rollcall, tokens);
      const refused = await rollcall.call("DELETE", "/me", { token, body: { password } });
      expect(await bodyOf<Problem>(refused)).toMatchObject({ maxAge: 600, acr: "1", methods: [method] });
    }
  });
});
