import { type Settings, systemContext } from "@rollcall/core";
import { createUser, promoteUser } from "@rollcall/core/administration";
import { expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, refusalOf, serviceTokenOf, signIn, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { mailOf } from "../support/mails.ts";
import { withPauses } from "../support/pauses.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";
import {
  accountOf,
  beginAs,
  change,
  codeNow,
  enroll,
  type Holder,
  type Kind,
  makeHolder,
  proved,
  refreshed,
} from "../support/step-up.ts";

const rolesIn = (token: string) => takeApart(token).claims.roles;

const list = (rollcall: TestRollcall, token: string) => statusOf(rollcall.call("GET", "/users", { token }));

const create = (rollcall: TestRollcall, token: string, body: object = { email: "eve@example.com" }) =>
  statusOf(rollcall.call("POST", "/users", { token, body }));

const administrator = (rollcall: TestRollcall, kind: Kind) => makeHolder(rollcall, kind, { roles: ["admin"] });

/** The access token of a session as it is under the policy, which may have changed since it began. */
const tokenOf = async (rollcall: TestRollcall, holder: Holder, acr: "1" | "2") =>
  (await refreshed(rollcall, await beginAs(rollcall, holder, acr))).accessToken;

describeOnEachDatabase("an administrator with a second factor", (form) => {
  it("is one in sessions of two factors only, and by proving the second (Q41) (Q109)", async () => {
    const rollcall = startRollcall({ form, settings: { mfa: "admins" } });
    const { accessToken: weak } = await beginAs(rollcall, await administrator(rollcall, "app"), "1");
    const refused = await rollcall.call("GET", "/users", { token: weak });
    const wanted = { code: "reauthentication_required", acr: "2", methods: ["totp", "recovery_code"] };
    expect(await bodyOf<Problem>(refused)).toMatchObject(wanted);
    const strong = await proved(rollcall, weak, { code: codeNow(rollcall) });
    expect([rolesIn(strong), rolesIn(await serviceTokenOf(rollcall, strong))]).toEqual([["admin"], ["admin"]]);
    expect([await list(rollcall, strong), await create(rollcall, strong)]).toEqual(["200", "201"]);
  });

  it("changes nothing with a token from before it counted (Q41)", async () => {
    const rollcall = startRollcall({ form });
    const { accessToken: weak } = await beginAs(rollcall, await administrator(rollcall, "app"), "1");
    expect(await create(rollcall, weak)).toBe("401 invalid_token");
  });
});

describeOnEachDatabase("an administrator without a second factor", (form) => {
  it("is one until they have set one up, and then goes on in that session (Q41) (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const holder = await administrator(rollcall, "none");
    const [here, elsewhere] = [await beginAs(rollcall, holder, "1"), await beginAs(rollcall, holder, "1")];
    expect(await create(rollcall, here.accessToken)).toBe("201");
    expect(await enroll(rollcall, here.accessToken)).toBe("200");
    expect(await create(rollcall, elsewhere.accessToken)).toBe("401 invalid_token");
    const { accessToken: token } = await refreshed(rollcall, here);
    expect(await create(rollcall, token, { email: "mallory@example.com" })).toBe("201");
  });

  it("is none under MFA=admins, but in all that everybody may do, until they have set one up (Q41)", async () => {
    const rollcall = startRollcall({ form, settings: { mfa: "admins" } });
    const email = "ada@example.com";
    await createUser(systemContext(rollcall.dependencies), { email, password, roles: ["admin"] });
    const { tokens } = await signIn(rollcall, email);
    expect(rolesIn(tokens.accessToken)).toEqual([]);
    expect(await list(rollcall, tokens.accessToken)).toBe("403 enrollment_required");
    expect(await statusOf(rollcall.call("PATCH", "/me", { token: tokens.accessToken, body: { name: "Ada" } }))).toBe(
      "200",
    );
    // As for everybody, the address comes first.
    expect(await enroll(rollcall, tokens.accessToken)).toBe("403 email_not_verified");
    await rollcall.call("POST", "/auth/email/verify/resend", { body: { email } });
    const { token } = await mailOf(rollcall, "verify-email", email);
    expect(await statusOf(rollcall.call("POST", "/auth/email/verify", { body: { token } }))).toBe("204");
    expect(await enroll(rollcall, tokens.accessToken)).toBe("200");
    expect(await list(rollcall, (await refreshed(rollcall, tokens)).accessToken)).toBe("200");
  });
});

describeOnEachDatabase("right before a write by an administrator", (form) => {
  /** What the write is answered with where this happens between the check of the token and that of the account. */
  async function meanwhile(
    mfa: Settings["mfa"],
    kind: Kind,
    acr: "1" | "2",
    act: (rollcall: TestRollcall, holder: Holder) => Promise<unknown>,
  ) {
    const first = startRollcall({ form });
    const { storage, pauseBefore } = withPauses(first.storage);
    const slow = startRollcall({ shares: storage, settings: { mfa } });
    const holder = await administrator(first, kind);
    const token = await tokenOf(first, holder, acr);
    const pause = pauseBefore("findOne");
    const answer = create(slow, token);
    await pause.reached;
    await act(first, holder);
    pause.proceed();
    return { first, answer: await answer };
  }

  it("a factor was set up in the account: a session of one is not enough any more (Q41)", async () => {
    const { answer } = await meanwhile("optional", "none", "1", (first, { userId }) =>
      change(first, userId, { hasFactors: true }),
    );
    expect(answer).toBe("401 invalid_token");
  });

  it("the session is as strong as before: it is done", async () => {
    const { answer } = await meanwhile("admins", "app", "2", async () => {});
    expect(answer).toBe("201");
  });

  it("the role is gone: it is refused", async () => {
    const { answer } = await meanwhile("optional", "app", "2", (first, { userId }) =>
      change(first, userId, { roles: [] }),
    );
    expect(answer).toBe("403 forbidden");
  });
});

describeOnEachDatabase("who has just been made an administrator", (form) => {
  it.each([
    ["optional", "none", "1", "200"],
    ["optional", "app", "2", "200"],
    ["admins", "app", "2", "200"],
    ["admins", "none", "1", "403 enrollment_required"],
    ["required", "app", "2", "200"],
  ] as const)("under MFA=%s, with %s, in a session of %s: %s", async (mfa, kind, acr, expected) => {
    const rollcall = startRollcall({ form, settings: { mfa } });
    const root = await tokenOf(rollcall, await administrator(rollcall, "app"), "2");
    const holder = await makeHolder(rollcall, kind, { email: "grace@example.com" });
    const tokens = await beginAs(rollcall, holder, acr);
    expect(await list(rollcall, tokens.accessToken)).toBe("403 forbidden");
    const promotion = { token: root, body: { roles: ["admin"] } };
    expect((await rollcall.call("PATCH", `/users/${holder.userId}`, promotion)).status).toBe(200);
    // The next access token says so, and what is missing.
    if (expected === "200") expect(await list(rollcall, tokens.accessToken)).toBe("401 invalid_token");
    expect(await list(rollcall, (await refreshed(rollcall, tokens)).accessToken)).toBe(expected);
  });

  it("by a command has no factor of whoever has had the account so far (Q131)", async () => {
    const rollcall = startRollcall({ form });
    const holder = await makeHolder(rollcall, "passkey");
    const tokens = await beginAs(rollcall, holder, "2");
    await promoteUser(systemContext(rollcall.dependencies), holder.userId, "seven lighthouses in a row");
    const { factors, hasFactors, credentialIds, recoveryCodes, outbox = {} } = await accountOf(rollcall, holder.userId);
    expect({ factors, hasFactors, credentialIds, recoveryCodes }).toEqual({});
    expect(Object.values(outbox)).toContainEqual(
      expect.objectContaining({ type: "factors.removed", data: { by: "command", reason: expect.any(String) } }),
    );
    expect(
      await refusalOf(await rollcall.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } })),
    ).toBe("401 invalid_refresh_token");
    const signedIn = await signIn(rollcall, holder.email, "seven lighthouses in a row");
    expect(await list(rollcall, signedIn.tokens.accessToken)).toBe("200");
  });
});
