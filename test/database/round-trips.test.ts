import { describe, expect, it } from "vitest";
import { confirmAddress, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { addApp, askedFor, nextCode, refreshed, signUpProtected, wrongCodeOf } from "../support/factors.ts";
import { lastMailTo, mailOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

type Call = Parameters<TestRollcall["call"]>;

const [email, newPassword] = ["ada@example.com", "seven lighthouses in a row"];

describeOnEachDatabase("round trips to the database", (form) => {
  /** A service whose signing key is in memory, and what one call to it costs. */
  async function startWarm() {
    const rollcall = startRollcall({ form });
    const account = await signUp(rollcall, email);
    const costOf = async (status: number, ...call: Call): Promise<number> => {
      const before = rollcall.storage.roundTrips();
      const response = await rollcall.call(...call);
      expect(response.status).toBe(status);
      return rollcall.storage.roundTrips() - before;
    };
    return { rollcall, account, token: account.tokens.accessToken, costOf };
  }

  describe("of signing in and out", () => {
    it("are 1 to register, also an address that is taken, and 1 beside it that counts by network", async () => {
      const { costOf } = await startWarm();
      expect(await costOf(201, "POST", "/auth/register", { body: { email: "grace@example.com", password } })).toBe(2);
      expect(await costOf(409, "POST", "/auth/register", { body: { email, password } })).toBe(2);
    });

    it("are 2 to sign in, and 1 beside them that counts by network", async () => {
      const { costOf } = await startWarm();
      expect(await costOf(200, "POST", "/auth/login", { body: { email, password } })).toBe(3);
    });

    it("are the same for an unknown address, a wrong password and a disabled account", async () => {
      const { rollcall, costOf } = await startWarm();
      const { token } = await signInAsAdministrator(rollcall);
      const { user } = await signUp(rollcall, "grace@example.com");
      await rollcall.call("PATCH", `/users/${user.id}`, { token, body: { status: "disabled" } });
      const costs = [
        await costOf(401, "POST", "/auth/login", { body: { email: "nobody@example.com", password } }),
        await costOf(401, "POST", "/auth/login", { body: { email, password: newPassword } }),
        await costOf(401, "POST", "/auth/login", { body: { email: user.email, password } }),
      ];
      expect(costs).toEqual([3, 3, 3]);
    });

    it("are 1 to refresh, and none for a token that is not genuine", async () => {
      const { account, costOf } = await startWarm();
      const { refreshToken } = account.tokens;
      expect(await costOf(200, "POST", "/auth/refresh", { body: { refreshToken } })).toBe(1);
      const forged = `${refreshToken.slice(0, -1)}${refreshToken.endsWith("A") ? "B" : "A"}`;
      expect(await costOf(401, "POST", "/auth/refresh", { body: { refreshToken: forged } })).toBe(0);
    });

    it("are 1 to refresh a session of two factors, and 3 to end one that may not go on", async () => {
      const { rollcall, costOf } = await startWarm();
      const { tokens } = await signUpProtected(rollcall, "grace@example.com");
      expect(await costOf(200, "POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } })).toBe(1);
      const off = startRollcall({ shares: rollcall.storage, settings: { mfa: "off" } });
      const { refreshToken } = (await signIn(off, "grace@example.com")).tokens;
      expect(await costOf(401, "POST", "/auth/refresh", { body: { refreshToken } })).toBe(3);
    });

    it("are 1 to sign out", async () => {
      const { account, costOf } = await startWarm();
      const { refreshToken } = account.tokens;
      expect(await costOf(204, "POST", "/auth/logout", { body: { refreshToken } })).toBe(1);
    });
  });

  describe("of one's own account", () => {
    it("are none to authenticate a request", async () => {
      const { token, costOf } = await startWarm();
      expect(await costOf(422, "POST", "/me/password", { token, body: {} })).toBe(0);
      expect(await costOf(404, "DELETE", "/me/sessions/none", { token })).toBe(0);
      // Whether it is an administrator's whose role wants a second factor.
      expect(await costOf(403, "GET", "/users", { token })).toBe(1);
      expect(await costOf(401, "GET", "/me", { token: `${token.slice(0, -8)}AAAAAAAA` })).toBe(0);
    });

    it("are 1 to read it, 2 to change it and 1 to list its sessions", async () => {
      const { token, costOf } = await startWarm();
      expect(await costOf(200, "GET", "/me", { token })).toBe(1);
      expect(await costOf(200, "PATCH", "/me", { token, body: { name: "Ada" } })).toBe(2);
      expect(await costOf(200, "GET", "/me/sessions", { token })).toBe(1);
    });

    it("are 1 to end a session and 2 to end all the others", async () => {
      const { rollcall, token, costOf } = await startWarm();
      await signIn(rollcall, email);
      const { items } = await (await rollcall.call("GET", "/me/sessions", { token })).json();
      const other = items.find(({ current }: { current: boolean }) => !current);
      expect(await costOf(204, "DELETE", `/me/sessions/${other.id}`, { token })).toBe(1);
      expect(await costOf(204, "DELETE", "/me/sessions", { token })).toBe(2);
    });

    it("are 2 to change the password, and 1 beside them that counts by session", async () => {
      const { token, costOf } = await startWarm();
      const body = { currentPassword: password, newPassword };
      expect(await costOf(204, "POST", "/me/password", { token, body })).toBe(3);
    });

    it("are 2 to prove anew who is signed in, and 1 beside them that counts by session", async () => {
      const { token, costOf } = await startWarm();
      expect(await costOf(200, "POST", "/me/verify", { token, body: { password } })).toBe(3);
      expect(await costOf(422, "POST", "/me/verify", { token, body: { password: newPassword } })).toBe(3);
    });

    it("are 2 to have all that is kept, and 1 beside them that reads the events", async () => {
      const { token, costOf } = await startWarm();
      expect(await costOf(200, "GET", "/me/export", { token })).toBe(3);
    });

    it("are 2 to delete it, and 1 beside them that counts by session", async () => {
      const { token, costOf } = await startWarm();
      expect(await costOf(204, "DELETE", "/me", { token, body: { password } })).toBe(3);
    });
  });

  describe("of second factors", () => {
    it("are 2 to give a first proof and 2 to give a second one, and 1 beside each that counts by network", async () => {
      const { rollcall, costOf } = await startWarm();
      const { app } = await signUpProtected(rollcall, "grace@example.com");
      const body = { email: "grace@example.com", password };
      expect(await costOf(401, "POST", "/auth/login", { body })).toBe(3);
      const { mfaToken } = await askedFor(rollcall, "grace@example.com");
      const wrong = { mfaToken, code: wrongCodeOf(rollcall, app) };
      expect(await costOf(401, "POST", "/auth/mfa", { body: wrong })).toBe(3);
      const right = { mfaToken, code: nextCode(rollcall, app) };
      expect(await costOf(200, "POST", "/auth/mfa", { body: right })).toBe(3);
      expect(await costOf(410, "POST", "/auth/mfa", { body: { ...right, mfaToken: "made up" } })).toBe(0);
      const again = await askedFor(rollcall, "grace@example.com");
      const instead = { mfaToken: again.mfaToken, recoveryCode: app.recoveryCodes[0] };
      expect(await costOf(200, "POST", "/auth/mfa", { body: instead })).toBe(3);
    });

    it("are 3 in all to set up an authenticator app, and 1 beside them that counts by session", async () => {
      const { rollcall, account, costOf } = await startWarm();
      await confirmAddress(rollcall, email);
      const before = rollcall.storage.roundTrips();
      await addApp(rollcall, account.tokens.accessToken);
      expect(rollcall.storage.roundTrips() - before).toBe(4);
      const { accessToken: token } = await refreshed(rollcall, account.tokens);
      expect(await costOf(200, "POST", "/me/factors/totp", { token })).toBe(1);
    });

    it("are 1 to list or rename them, and 2 to remove one, to make new codes and to prove one anew", async () => {
      const { rollcall, costOf } = await startWarm();
      const { app, tokens } = await signUpProtected(rollcall, "grace@example.com");
      const token = tokens.accessToken;
      expect(await costOf(200, "GET", "/me/factors", { token })).toBe(1);
      expect(await costOf(200, "PATCH", `/me/factors/${app.id}`, { token, body: { name: "Phone" } })).toBe(1);
      expect(await costOf(200, "POST", "/me/recovery-codes", { token })).toBe(2);
      const body = { code: nextCode(rollcall, app) };
      expect(await costOf(200, "POST", "/me/verify", { token, body })).toBe(3);
      expect(await costOf(204, "DELETE", `/me/factors/${app.id}`, { token })).toBe(2);
    });
  });

  describe("of mailed links and codes", () => {
    const nobody = "nobody@example.com";

    it("are 2 to register an address that has to be proved, whoever's it is, and 1 beside them", async () => {
      const { rollcall } = await startWarm();
      const verifying = startRollcall({ shares: rollcall.storage, settings: { registration: "verify" } });
      for (const address of [...Array<string>(3).fill(email), ...Array<string>(8).fill(nobody)]) {
        const before = rollcall.storage.roundTrips();
        const answer = await verifying.call("POST", "/auth/register", { body: { email: address, password } });
        expect([answer.status, rollcall.storage.roundTrips() - before]).toEqual([202, 3]);
      }
    });

    it("are 2 to ask for a mail, whoever's the address is, and 1 beside them that counts by network", async () => {
      const { rollcall, costOf } = await startWarm();
      for (const path of ["/auth/password/forgot", "/auth/email/verify/resend"]) {
        for (const address of [email, email, nobody, nobody])
          expect(await costOf(202, "POST", path, { body: { email: address } }), path).toBe(3);
        rollcall.clock.advance(60);
        expect(await costOf(202, "POST", path, { body: { email } })).toBe(3);
      }
    });

    it("are 2 to use a link, and none for a token that is not genuine", async () => {
      const { rollcall, costOf } = await startWarm();
      const { token = "" } = await lastMailTo(rollcall, email);
      const forged = { token: token.slice(0, -1) + (token.endsWith("_") ? "-" : "_") };
      expect(await costOf(410, "POST", "/auth/email/verify", { body: forged })).toBe(0);
      expect(await costOf(204, "POST", "/auth/email/verify", { body: { token } })).toBe(2);
      await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
      const body = { token: (await lastMailTo(rollcall, email)).token, newPassword };
      expect(await costOf(422, "POST", "/auth/password/reset", { body: { ...body, newPassword: "short" } })).toBe(0);
      expect(await costOf(204, "POST", "/auth/password/reset", { body })).toBe(2);
    });

    it("are 2 to use a code, or to try one, whoever's the address is, and 1 beside them", async () => {
      const { rollcall, costOf } = await startWarm();
      await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
      const { code } = await lastMailTo(rollcall, email);
      const wrong = { code: "00000000", newPassword };
      expect(await costOf(401, "POST", "/auth/password/reset", { body: { email, ...wrong } })).toBe(3);
      expect(await costOf(401, "POST", "/auth/password/reset", { body: { email: nobody, ...wrong } })).toBe(3);
      expect(await costOf(204, "POST", "/auth/password/reset", { body: { email, code, newPassword } })).toBe(3);
    });

    it("are 2 to ask for one that signs in, known or not, and 1 beside them that counts by network", async () => {
      const { rollcall, costOf } = await startWarm();
      rollcall.clock.advance(60);
      expect(await costOf(202, "POST", "/auth/code", { body: { email } })).toBe(3);
      expect(await costOf(202, "POST", "/auth/code", { body: { email } })).toBe(3);
      expect(await costOf(202, "POST", "/auth/code", { body: { email: nobody } })).toBe(3);
    });

    it("are 2 to sign in by one, and 1 beside them for a code that counts by network", async () => {
      const { rollcall, costOf } = await startWarm();
      const mailed = async () => {
        await rollcall.call("POST", "/auth/code", { body: { email } });
        rollcall.clock.advance(60);
        return mailOf(rollcall, "sign-in-code", email);
      };
      const { token } = await mailed();
      expect(await costOf(200, "POST", "/auth/code/redeem", { body: { token } })).toBe(2);
      const { code } = await mailed();
      expect(await costOf(200, "POST", "/auth/code/redeem", { body: { email, code } })).toBe(3);
      expect(await costOf(410, "POST", "/auth/code/redeem", { body: { token: "made up" } })).toBe(0);
    });

    it("are 2 to ask for another address, 2 beside them that count, and 2 to confirm it or take it back", async () => {
      const { rollcall, token, costOf } = await startWarm();
      await confirmAddress(rollcall, email);
      const newEmail = "ada.king@example.org";
      expect(await costOf(202, "POST", "/me/email", { token, body: { newEmail, password } })).toBe(4);
      const proof = await mailOf(rollcall, "change-email", newEmail);
      expect(await costOf(204, "POST", "/auth/email/change", { body: { token: proof.token } })).toBe(2);
      const back = await mailOf(rollcall, "email-changed", email);
      expect(await costOf(204, "POST", "/auth/email/change", { body: { token: back.token } })).toBe(2);
    });

    it("are 2 to say that a sign-in was somebody else's", async () => {
      const { rollcall, costOf } = await startWarm();
      const headers = { "user-agent": "curl/8.5.0" };
      await rollcall.call("POST", "/auth/login", { body: { email, password }, headers });
      const { token } = await mailOf(rollcall, "new-sign-in", email);
      expect(await costOf(204, "POST", "/auth/not-me", { body: { token } })).toBe(2);
    });
  });

  describe("of an administrator", () => {
    it("are 1 for each read", async () => {
      const { rollcall, account, costOf } = await startWarm();
      const { token } = await signInAsAdministrator(rollcall);
      expect(await costOf(200, "GET", "/users?q=a&status=active&limit=1", { token })).toBe(1);
      expect(await costOf(200, "GET", `/users/${account.user.id}`, { token })).toBe(1);
      expect(await costOf(200, "GET", `/users/${account.user.id}/sessions`, { token })).toBe(1);
    });

    it("are 2 for each write: the administrator is looked up first, and beside them the account that is changed", async () => {
      const { rollcall, account, costOf } = await startWarm();
      const { token } = await signInAsAdministrator(rollcall);
      const path = `/users/${account.user.id}`;
      const { items } = await (await rollcall.call("GET", `${path}/sessions`, { token })).json();
      expect(await costOf(201, "POST", "/users", { token, body: { email: "grace@example.com" } })).toBe(2);
      expect(await costOf(200, "PATCH", path, { token, body: { status: "active" } })).toBe(3);
      expect(await costOf(204, "DELETE", `${path}/sessions/${items[0].id}`, { token })).toBe(2);
      await signIn(rollcall, email);
      expect(await costOf(204, "DELETE", `${path}/sessions`, { token })).toBe(2);
      expect(await costOf(204, "DELETE", path, { token })).toBe(3);
    });

    it("are 6 to demote, disable or delete an administrator: somebody else has to stay one", async () => {
      const { rollcall, costOf } = await startWarm();
      const { token } = await signInAsAdministrator(rollcall);
      const other = await signInAsAdministrator(rollcall, "eve@example.com");
      const path = `/users/${other.user.id}`;
      expect(await costOf(200, "PATCH", path, { token, body: { roles: [] } })).toBe(6);
      expect(await costOf(200, "PATCH", path, { token, body: { roles: ["admin"] } })).toBe(3);
      expect(await costOf(200, "PATCH", path, { token, body: { status: "disabled" } })).toBe(6);
      expect(await costOf(200, "PATCH", path, { token, body: { status: "active" } })).toBe(3);
      expect(await costOf(204, "DELETE", path, { token })).toBe(6);
      expect(await costOf(409, "DELETE", "/me", { token, body: { password } })).toBe(8);
    });

    it("are 2 to have a password set anew, and 1 beside the first that looks the administrator up", async () => {
      const { rollcall, account, costOf } = await startWarm();
      const { token } = await signInAsAdministrator(rollcall);
      expect(await costOf(202, "POST", `/users/${account.user.id}/password-reset`, { token })).toBe(3);
    });
  });

  it("of the signing keys are none once they are in memory", async () => {
    const { rollcall, costOf } = await startWarm();
    expect(await costOf(200, "GET", "/.well-known/jwks.json")).toBe(0);
    rollcall.clock.advance(301);
    expect(await costOf(200, "GET", "/.well-known/jwks.json")).toBe(1);
  });
});
