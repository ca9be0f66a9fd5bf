import { describe, expect, it } from "vitest";
import { confirmAddress } from "../../../../test/support/accounts.ts";
import { Authenticator } from "../../../../test/support/authenticator.ts";
import { account, openPage, origin, startForPages } from "../../../../test/support/cookie-page.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { stubPasskeys } from "../../../../test/support/passkey-browser.ts";
import { startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { createClient, type RollcallClient, unwrap } from "../index.ts";
import { addPasskey, answerWithPasskey, forgetRemovedPasskeys, signInWithPasskey, verifyWithPasskey } from "./index.ts";

/** Ada, signed in, in a browser with passkeys. */
async function signedUp(rollcall = startRollcall(), client: RollcallClient = rollcall.client()) {
  await unwrap(client.api.auth.register.$post({ json: account }));
  await confirmAddress(rollcall, account.email);
  return { rollcall, client };
}

async function withPasskey(...args: Parameters<typeof signedUp>) {
  const { rollcall, client } = await signedUp(...args);
  const added = await addPasskey(client, { name: "Laptop" });
  if (!added.ok) throw new Error(`There is none: ${added.reason}`);
  return { rollcall, client, added: added.answer };
}

const acrOf = async ({ accessToken }: RollcallClient) => takeApart((await accessToken()) as string).claims.acr;

describe.each(["native", "older", "manager"] as const)("passkeys of a browser that is %s", (kind) => {
  it("are made, sign in, complete a sign-in, and prove who is signed in (Q109)", async () => {
    stubPasskeys(kind);
    const { rollcall, client, added } = await withPasskey();
    expect(added).toMatchObject({ type: "passkey", name: "Laptop" });
    expect(added.recoveryCodes).toHaveLength(10);

    const byPasskey = rollcall.client();
    expect(await signInWithPasskey(byPasskey)).toMatchObject({ ok: true, answer: { user: { email: account.email } } });
    expect([byPasskey.session.state.status, await acrOf(byPasskey)]).toEqual(["signed-in", "2"]);

    const byPassword = rollcall.client();
    const asked = await byPassword.api.auth.login.$post({ json: account });
    const problem = asked.ok ? null : await asked.json();
    if (problem?.code !== "second_factor_required") throw new Error("No second factor was asked for");
    expect([problem.methods, byPassword.session.state.status]).toEqual([["passkey", "recovery_code"], "signed-out"]);
    expect(await answerWithPasskey(byPassword, problem.mfaToken)).toMatchObject({ ok: true });
    expect([byPassword.session.state.status, await acrOf(byPassword)]).toEqual(["signed-in", "2"]);

    rollcall.clock.advance(601);
    expect(await verifyWithPasskey(client)).toMatchObject({ ok: true });
    expect((await client.api.me["recovery-codes"].$post()).status).toBe(200);
  });
});

it("a passkey begins the session also where the refresh token is in a cookie", async () => {
  stubPasskeys();
  const { rollcall, page } = startForPages();
  await withPasskey(rollcall, createClient(rollcall.url, { reauthenticate: () => false, fetch: page.fetch }));
  const browser = openPage(rollcall, origin);
  const client = createClient(rollcall.url, { transport: "cookie", fetch: browser.fetch });
  expect((await signInWithPasskey(client)).ok).toBe(true);
  expect(browser.cookie).toMatch(/^[\w-]{92}\./);
  rollcall.clock.advance(601);
  expect((await client.api.me.$get()).status).toBe(200);
});

describe("a new passkey", () => {
  it("may take a proof by another one first (Q109)", async () => {
    const browser = stubPasskeys();
    const rollcall = startRollcall();
    const client: RollcallClient = rollcall.client({
      async reauthenticate() {
        const { ok } = await verifyWithPasskey(client);
        browser.authenticator = new Authenticator();
        return ok;
      },
    });
    await withPasskey(rollcall, client);
    rollcall.clock.advance(601);
    browser.dialogs.length = 0;
    expect((await addPasskey(client)).ok).toBe(true);
    expect(browser.dialogs.map(({ method }) => method)).toEqual(["get", "create"]);
    const factors = await unwrap(client.api.me.factors.$get());
    expect(factors.items).toHaveLength(2);
  });

  it("that the service does not take is told to the browser as unknown", async () => {
    const browser = stubPasskeys();
    const { rollcall, client } = await signedUp();
    browser.isWilling = false;
    const adding = addPasskey(client);
    const dialog = await browser.opened();
    rollcall.clock.advance(301);
    dialog.confirm();
    expect(await adding).toMatchObject({ ok: false, reason: "refused", problem: { code: "code_expired" } });
    expect(browser.signals).toEqual([["unknown", { rpId: "example.test", credentialId: browser.authenticator.id }]]);
  });

  it("that the service has already is never told to be unknown", async () => {
    const browser = stubPasskeys();
    const { client } = await withPasskey();
    expect(await addPasskey(client)).toMatchObject({ ok: false, reason: "refused", problem: { code: "conflict" } });
    expect(browser.signals).toEqual([]);
  });
});

describe("the passkeys that an account has", () => {
  const accepted = (rollcall: TestRollcall, client: RollcallClient, ids: string[]) => {
    const { state } = client.session;
    const userId = Buffer.from(state.status === "signed-in" ? state.userId : "").toString("base64url");
    return [
      ["accepted", { rpId: rollcall.dependencies.settings.passkeys.rpId, userId, allAcceptedCredentialIds: ids }],
    ];
  };

  it("are told to the browser, also when there is none any more", async () => {
    const browser = stubPasskeys();
    const { rollcall, client, added } = await withPasskey();
    await forgetRemovedPasskeys(client);
    expect(browser.signals.splice(0)).toEqual(accepted(rollcall, client, [browser.authenticator.id]));
    expect((await client.api.me.factors[":id"].$delete({ param: { id: added.id } })).status).toBe(204);
    await forgetRemovedPasskeys(client);
    expect(browser.signals).toEqual(accepted(rollcall, client, []));
  });

  it("are asked for in vain neither where the browser passes nothing on, nor where nobody is signed in", async () => {
    const browser = stubPasskeys("older");
    const { rollcall, client } = await signedUp();
    const before = rollcall.logs.length;
    await forgetRemovedPasskeys(client);
    stubPasskeys();
    await forgetRemovedPasskeys(rollcall.client());
    expect([rollcall.logs.length - before, browser.signals]).toEqual([0, []]);
  });
});
