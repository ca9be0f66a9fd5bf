import type { Settings } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, confirmAddress, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { needsToken, operationsOf, readDocument } from "../support/openapi-document.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { accountOf, beginAs, codeNow, enroll, makeHolder, proved, refreshed } from "../support/step-up.ts";

const required = { settings: { mfa: "required" } } as const;

/** Reading oneself, setting up a factor, and proving one. */
const whileEnrolling = /^(GET \/me|GET \/me\/factors|POST \/me\/(factors\/totp|passkeys|verify)(\/[a-z]+)?)$/;

/** Every operation that takes an access token, as `METHOD /path`, with the codes of its refusals. */
async function operations() {
  const all = operationsOf(await readDocument()).filter(({ operation }) => needsToken(operation));
  return all.map(({ method, template, operation }) => ({
    method,
    path: template.replace(/\{\w+\}/g, "some"),
    name: `${method} ${template}`,
    refusals: JSON.stringify([operation.responses[401], operation.responses[403]]),
  }));
}

describe("MFA=required", () => {
  it("lets a session of one factor set up another, prove it, read itself and end, and do nothing else there is (Q41)", async () => {
    const rollcall = startRollcall(required);
    const holder = await makeHolder(rollcall, "none", { roles: ["admin"] });
    const tokens = await beginAs(rollcall, holder, "1");
    const all = await operations();
    expect(all.length).toBeGreaterThan(25);
    for (const { method, path, name, refusals } of all) {
      const response = await rollcall.call(method, path, {
        token: tokens.accessToken,
        ...(method !== "GET" && { body: {} }),
      });
      const { code } = response.ok ? { code: "" } : await bodyOf<Problem>(response);
      const isOpen = whileEnrolling.test(name);
      expect(code === "enrollment_required", `${name}: ${response.status} ${code}`).toBe(!isOpen);
      expect(refusals.includes("enrollment_required"), name).toBe(!isOpen);
    }
    const { refreshToken } = await refreshed(rollcall, tokens);
    expect(await statusOf(rollcall.call("POST", "/auth/logout", { body: { refreshToken } }))).toBe("204");
    expect(await refreshes(rollcall, refreshToken)).toBe(false);
  });

  it("asks whoever has a factor for it at each of these, and says by what (Q109)", async () => {
    const rollcall = startRollcall(required);
    const holder = await makeHolder(rollcall, "app", { roles: ["admin"] });
    const { accessToken: token } = await beginAs(rollcall, holder, "1");
    for (const { method, path, name } of await operations()) {
      if (whileEnrolling.test(name)) continue;
      const response = await rollcall.call(method, path, { token, ...(method !== "GET" && { body: {} }) });
      expect(await bodyOf<Problem>(response), name).toMatchObject({
        code: "reauthentication_required",
        acr: "2",
        methods: ["totp", "recovery_code"],
      });
    }
  });

  it("opens all of it to a session of two factors", async () => {
    const rollcall = startRollcall(required);
    const holder = await makeHolder(rollcall, "app", { roles: ["admin"] });
    const { accessToken: token } = await beginAs(rollcall, holder, "2");
    for (const { method, path, name } of await operations()) {
      if (method === "DELETE") continue;
      const response = await rollcall.call(method, path, { token, ...(method !== "GET" && { body: {} }) });
      expect([200, 404, 422, 409], name).toContain(response.status);
    }
  });
});

describeOnEachDatabase("under MFA=required", (form) => {
  it("whoever registers confirms the address, sets a factor up, refreshes, and may do everything (Q131)", async () => {
    const rollcall = startRollcall({ form, ...required });
    const { user, tokens } = await signUp(rollcall);
    const old = tokens.accessToken;
    expect(await enroll(rollcall, old)).toBe("403 email_not_verified");
    await confirmAddress(rollcall, user.email);
    expect(await refusalOf(await rollcall.call("GET", "/me/sessions", { token: old }))).toBe("403 enrollment_required");
    expect(await enroll(rollcall, old)).toBe("200");
    // The session has come to it since: the next access token says so.
    expect(await refusalOf(await rollcall.call("GET", "/me/sessions", { token: old }))).toBe("401 invalid_token");
    const { accessToken: token } = await refreshed(rollcall, tokens);
    expect(await statusOf(rollcall.call("GET", "/me/sessions", { token }))).toBe("200");
    expect(await statusOf(rollcall.call("POST", "/auth/tokens", { token, body: { audience: "orders" } }))).toBe("200");
  });

  it("the last factor stays, and another one can take its place (Q131)", async () => {
    const rollcall = startRollcall({ form, ...required });
    const holder = await makeHolder(rollcall, "app");
    const { accessToken: token } = await beginAs(rollcall, holder, "2");
    const [first] = Object.keys((await accountOf(rollcall, holder.userId)).factors ?? {});
    const remove = () => statusOf(rollcall.call("DELETE", `/me/factors/${first}`, { token }));
    expect(await remove()).toBe("409 conflict");
    expect(await enroll(rollcall, token)).toBe("200");
    expect(await remove()).toBe("204");
  });
});

describe("a policy that changes while sessions live", () => {
  /** The same service, started anew with another policy. */
  const restarted = ({ storage }: TestRollcall, mfa: Settings["mfa"]) =>
    startRollcall({ shares: storage, settings: { mfa } });
  const sessions = (rollcall: TestRollcall, token: string) => statusOf(rollcall.call("GET", "/me/sessions", { token }));

  it("counts at once, for access tokens that were issued before as well (Q41)", async () => {
    const before = startRollcall();
    const holder = await makeHolder(before, "none");
    const { accessToken: token } = await beginAs(before, holder, "1");
    expect(await sessions(restarted(before, "required"), token)).toBe("403 enrollment_required");
    expect(await sessions(restarted(before, "admins"), token)).toBe("200");
    expect(await sessions(before, token)).toBe("200");
  });

  it("leaves a session of two factors what it is, and has one that began without prove another", async () => {
    const off = startRollcall({ settings: { mfa: "off" } });
    const holder = await makeHolder(off, "app");
    const weak = (await signIn(off, holder.email)).tokens;
    const strong = await beginAs(off, holder, "2");
    const required = restarted(off, "required");
    expect(await sessions(required, strong.accessToken)).toBe("200");
    expect(await sessions(required, weak.accessToken)).toBe("401 reauthentication_required");
    expect(await sessions(required, await proved(required, weak.accessToken, { code: codeNow(required) }))).toBe("200");
    expect(await sessions(required, (await refreshed(required, weak)).accessToken)).toBe("200");
  });
});

describe("MFA=off", () => {
  it("asks nobody for a factor, and lets nobody set one up (Q41)", async () => {
    const rollcall = startRollcall({ settings: { mfa: "off" } });
    const { userId, email } = await makeHolder(rollcall, "app", { roles: ["admin"] });
    const { accessToken: token } = (await signIn(rollcall, email)).tokens;
    expect(await statusOf(rollcall.call("GET", "/users", { token }))).toBe("200");
    expect(await enroll(rollcall, token)).toBe("403 forbidden");
    expect(await statusOf(rollcall.call("POST", "/me/passkeys/options", { token }))).toBe("403 forbidden");
    expect((await accountOf(rollcall, userId)).sessions).not.toEqual({});
  });

  it("says of what wants two factors that there are none", async () => {
    const rollcall = startRollcall({ settings: { mfa: "off" } });
    const { accessToken: token } = (await signUp(rollcall)).tokens;
    const response = await rollcall.call("POST", "/me/recovery-codes", { token });
    expect(await bodyOf<Problem>(response)).toMatchObject({
      code: "enrollment_required",
      detail: "It wants a second factor, and this service has none set up.",
    });
  });
});
