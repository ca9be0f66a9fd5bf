import { describe, expect, it } from "vitest";
import { bodyOf, confirmAddress, signUp } from "../../../../test/support/accounts.ts";
import { account, startForPages } from "../../../../test/support/cookie-page.ts";
import { addApp } from "../../../../test/support/factors.ts";
import { callsOf, visit, visited } from "../../../../test/support/visitor.ts";
import type { RollcallServerClient } from "../index.ts";

describe("visitors who prove anew who they are", () => {
  const change = { currentPassword: account.password, newPassword: "seven lighthouses in a row" };

  it("may do what wants that, in this request and in the next ones (Q109)", async () => {
    const { rollcall, visitor } = await visited();
    rollcall.clock.advance(601);
    const first = visitor.request();
    const refused = await first.api.me.password.$post({ json: change });
    expect((await bodyOf<{ code: string }>(refused as Response)).code).toBe("reauthentication_required");
    const before = await first.accessToken("orders");
    expect((await first.api.me.verify.$post({ json: { password: account.password } })).status).toBe(200);
    expect(await first.accessToken("orders")).not.toBe(before);
    visitor.pass(first);
    const next = visitor.request();
    expect((await next.api.me.password.$post({ json: change })).status).toBe(204);
    expect(callsOf(rollcall, "/auth/refresh")).toBe(1);
  });

  it("need not have a cookie for it", async () => {
    const { rollcall } = startForPages();
    const { tokens } = await signUp(rollcall);
    rollcall.clock.advance(590);
    const visitor = visit(rollcall).request({ authorization: `Bearer ${tokens.accessToken}` });
    expect((await visitor.api.me.verify.$post({ json: { password: account.password } })).status).toBe(200);
    rollcall.clock.advance(15);
    expect((await visitor.api.me.password.$post({ json: change })).status).toBe(204);
    expect(visitor.newCookies).toEqual([]);
  });

  it("may have sent it along: the calls that wanted it are made once more", async () => {
    const { rollcall, visitor } = await visited();
    rollcall.clock.advance(601);
    const { password } = account;
    let asked = 0;
    const client: RollcallServerClient = visitor.request(
      {},
      {
        async reauthenticate({ methods }) {
          asked++;
          if (!methods.includes("password")) return false;
          return (await client.api.me.verify.$post({ json: { password } })).ok;
        },
      },
    );
    const { me } = client.api;
    const calls = [me.email.$post({ json: { newEmail: "eve@example.com", password } }), me.factors.totp.$post()];
    expect((await Promise.all(calls)).map(({ status }) => status)).not.toContain(401);
    expect(["/me/verify", "/me/email", "/me/factors/totp"].map((route) => callsOf(rollcall, route))).toEqual([1, 2, 2]);
    expect(asked).toBe(1);
  });

  it.each([false, true])(
    "have the refusal for an answer where nothing was proved, also for who says %s",
    async (said) => {
      const { rollcall, visitor } = await visited();
      rollcall.clock.advance(601);
      const { api } = visitor.request({}, { reauthenticate: () => said });
      expect((await api.me.password.$post({ json: change })).status).toBe(401);
      expect(callsOf(rollcall, "/me/password")).toBe(said ? 2 : 1);
    },
  );

  it("are led elsewhere by what the function throws", async () => {
    const { rollcall, visitor } = await visited();
    rollcall.clock.advance(601);
    const redirect = () => {
      throw new Error("to /prove");
    };
    const { api } = visitor.request({}, { reauthenticate: redirect });
    await expect(api.me.password.$post({ json: change })).rejects.toThrow("to /prove");
  });

  it("are refused, and wait for nothing, where the proof is a password and two factors are wanted (Q109)", async () => {
    const { rollcall, page, visitor } = await visited();
    const { tokens } = await bodyOf<{ tokens: { accessToken: string } }>(await page.call("/auth/refresh"));
    await confirmAddress(rollcall, account.email);
    await addApp(rollcall, tokens.accessToken);
    rollcall.clock.advance(601);
    const client: RollcallServerClient = visitor.request(
      {},
      {
        async reauthenticate({ acr, methods }) {
          expect([acr, methods]).toEqual(["2", ["totp", "recovery_code"]]);
          return (await client.api.me.verify.$post({ json: { password: account.password } })).ok;
        },
      },
    );
    expect((await client.api.me.password.$post({ json: change })).status).toBe(401);
    expect(callsOf(rollcall, "/me/verify")).toBe(1);
  });

  it("are told what is wanted, and not taken for nobody, where they ask for another service's token", async () => {
    const { rollcall, visitor } = await visited();
    rollcall.dependencies.settings.mfa = "required";
    await expect(visitor.request().accessToken("orders")).rejects.toMatchObject({ code: "enrollment_required" });
  });
});
