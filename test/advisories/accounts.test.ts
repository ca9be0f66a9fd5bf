import { describe, expect, it } from "vitest";
import { administrate, bodyOf, refusalOf } from "../support/accounts.ts";
import { password } from "../support/rollcall.ts";
import { anAccount, newAccount, openInside, openTarget, readMe, refreshWith, signInTo } from "./target.ts";

const other = "seven lighthouses in a row";

describe("an account", () => {
  it("takes no field that the service sets (Parse Server CVE-2026-32742, class: client-set fields)", async (test) => {
    const target = openTarget();
    const { token, user } = await anAccount(test, target);
    const fields = {
      ...{ id: "user_1", _id: "user_1", userId: "user_1", roles: ["admin"], isAdmin: true, status: "active" },
      ...{
        emailVerified: true,
        passwordHash: "x",
        credentialVersion: 9,
        createdAt: "2026-01-01T00:00:00Z",
        sessions: {},
      },
      ...{ attempts: {}, places: {}, outbox: {}, oneTime: {} },
    };
    for (const [field, value] of Object.entries(fields)) {
      const registered = await target.call("POST", "/auth/register", {
        body: { email: "server-fields@example.com", password, [field]: value },
      });
      const edited = await target.call("PATCH", "/me", { token, body: { [field]: value } });
      const both = [await refusalOf(registered), await refusalOf(edited)];
      expect([field, ...both]).toEqual([field, "422 validation_failed", "422 validation_failed"]);
    }
    expect(await bodyOf(await readMe(target, token))).toEqual(user);
  });

  it("is nobody's for being named in a body, a query or a header (better-auth CVE-2025-61928, class: tenant from a header)", async (test) => {
    const target = openTarget();
    const victim = await anAccount(test, target);
    const { id } = victim.user;
    const headers = {
      "x-user-id": id,
      "x-rollcall-user": id,
      "x-forwarded-user": victim.email,
      "x-amzn-oidc-identity": id,
    };
    const anonymous = [
      await target.call("GET", "/me", { headers }),
      await target.call("PATCH", "/me", { headers, body: { name: "Mallory", userId: id } }),
      await target.call("POST", "/me/password", {
        headers,
        body: { userId: id, currentPassword: password, newPassword: other },
      }),
      await target.call("POST", "/users", { headers, body: { email: "mallory@example.com", userId: id } }),
      await target.call("GET", `/users/${id}`, { headers }),
    ];
    for (const answer of anonymous) expect(await refusalOf(answer)).toBe("401 missing_token");
    expect((await signInTo(target, victim.email)).status).toBe(200);
  });

  it("is not taken over by registering its address again (better-auth CVE-2026-53516, class: an address is no proof)", async (test) => {
    const target = openTarget();
    const { email, token } = await anAccount(test, target);
    const again = await target.call("POST", "/auth/register", {
      body: { email: email.toUpperCase(), password: other },
    });
    expect(again.ok && again.status !== 202).toBe(false);
    expect((await signInTo(target, email, other)).status).toBe(401);
    expect((await readMe(target, token)).status).toBe(200);
  });

  it("ends with every session and token that it has had (better-auth GHSA-2vg6-77g8-24mp)", async (test) => {
    const target = openTarget();
    const { email, token, tokens } = await newAccount(test, target);
    const second = await bodyOf<{ tokens: typeof tokens }>(await signInTo(target, email));
    expect((await target.call("DELETE", "/me", { token, body: { password } })).ok).toBe(true);
    for (const { accessToken, refreshToken } of [tokens, second.tokens]) {
      expect(await refusalOf(await readMe(target, accessToken))).toBe("401 invalid_token");
      expect(await refusalOf(await refreshWith(target, refreshToken))).toBe("401 invalid_refresh_token");
    }
    expect(await refusalOf(await signInTo(target, email))).toBe("401 invalid_credentials");
  });

  it("ends with every session and token when an administrator deletes it (better-auth GHSA-2vg6-77g8-24mp)", async (test) => {
    const inside = openInside(test, "nobody outside is an administrator");
    const { user, token, tokens } = await newAccount(test, inside);
    const { remove } = await administrate(inside);
    expect((await remove(user.id)).ok).toBe(true);
    expect(await refusalOf(await readMe(inside, token))).toBe("401 invalid_token");
    expect(await refusalOf(await refreshWith(inside, tokens.refreshToken))).toBe("401 invalid_refresh_token");
  });
});

describe("an address", () => {
  it("has one @, in ASCII: one that becomes another after the check is refused (Auth.js CVE-2026-73420, class: validate before canonicalize)", async () => {
    const target = openTarget();
    const disguised = [
      "victim@example.com\uFF20evil.example",
      "victim\uFF20example.com",
      "victim@evil.example\u2100example.com",
      "victim@example.com\u0000@evil.example",
      "victim@example.com,mallory@evil.example",
      "victim@example.com\r\nbcc:mallory@evil.example",
      "vict\u0131m@example.com",
      "\uFF56ictim@example.com",
      '"victim@example.com"@evil.example',
    ];
    for (const email of disguised) {
      for (const path of ["/auth/register", "/auth/login"]) {
        const answer = await target.call("POST", path, { body: { email, password } });
        expect([email, path, await refusalOf(answer)]).toEqual([email, path, "422 validation_failed"]);
      }
    }
  });

  it("is one account's, in whatever case and with whatever blanks it is written (class: validate before canonicalize)", async (test) => {
    const target = openTarget();
    const { email, user } = await anAccount(test, target);
    for (const spelling of [email.toUpperCase(), ` ${email} `, email.replace("example.com", "EXAMPLE.COM")]) {
      const answer = await signInTo(target, spelling);
      expect(await bodyOf(answer)).toMatchObject({ user: { id: user.id } });
    }
  });
});
