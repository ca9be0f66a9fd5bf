import { describe, expect, it } from "vitest";
import { confirmAddress, signUp } from "../../../../test/support/accounts.ts";
import { openBrowser, settle, type Tab } from "../../../../test/support/browser.ts";
import { account, openPage, origin, startForPages } from "../../../../test/support/cookie-page.ts";
import {
  addApp,
  codeOf,
  fromBase32,
  nextCode,
  type Protected,
  signUpProtected,
} from "../../../../test/support/factors.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { stubPasskeys } from "../../../../test/support/passkey-browser.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { type LoginInput, memoryStore, type Reauthenticate, type RollcallClient, unwrap } from "../index.ts";
import { addPasskey, verifyWithPasskey } from "../passkeys/index.ts";

const eve = { email: "eve@example.com", password };

/** The first part of a sign-in: what the second one takes. */
async function mfaTokenFrom({ api }: RollcallClient, json: LoginInput = account): Promise<string> {
  const answer = await api.auth.login.$post({ json });
  const problem = answer.ok ? null : await answer.json();
  if (problem?.code !== "second_factor_required") throw new Error(`Answered: ${problem?.code}`);
  return problem.mfaToken;
}

/** Two tabs of a browser, in one of which somebody has signed up. Refreshes are counted. */
async function twoTabs(transport: "body" | "cookie", reauthenticate: Reauthenticate = () => false) {
  const { rollcall } = startForPages();
  const { fetch } = openPage(rollcall, origin);
  const browser = openBrowser(rollcall.url, fetch);
  const store = () => (transport === "cookie" ? { store: memoryStore() } : {});
  const tabs = [0, 1].map(() => browser.open({ transport, reauthenticate, ...store() })) as [Tab, Tab];
  await unwrap(tabs[0].api.auth.register.$post({ json: account }));
  await confirmAddress(rollcall, account.email);
  await settle();
  const refreshes = () => rollcall.logs.filter((line) => JSON.parse(line).route === "/auth/refresh").length;
  return { rollcall, tabs, refreshes };
}

const claimsOf = async ({ accessToken }: RollcallClient) => takeApart((await accessToken()) as string).claims;

describe("a sign-in that wants a second factor", () => {
  it.each(["body", "cookie"] as const)("begins the session with that, in all tabs, by %s", async (transport) => {
    const { rollcall } = startForPages();
    const { app } = await signUpProtected(rollcall, account.email);
    const { fetch } = openPage(rollcall, origin);
    const browser = openBrowser(rollcall.url, fetch);
    const [tab, other] = [browser.open({ transport }), browser.open({ transport })];
    const mfaToken = await mfaTokenFrom(tab);
    expect([tab.session.state.status === "signed-in", await other.session.isSignedIn()]).toEqual([false, false]);
    await unwrap(tab.api.auth.mfa.$post({ json: { mfaToken, code: nextCode(rollcall, app) } }));
    await settle();
    expect([await tab.session.isSignedIn(), await other.session.isSignedIn()]).toEqual([true, true]);
    rollcall.clock.advance(601);
    for (const { api } of [tab, other]) expect((await api.me.$get()).status).toBe(200);
    expect([tab.ends, other.ends]).toEqual([[], []]);
  });

  it("is an answer: whoever is signed in stays so until the second part is done", async () => {
    const rollcall = startRollcall();
    const { app } = await signUpProtected(rollcall, account.email);
    await signUp(rollcall, eve.email);
    const ends: string[] = [];
    const client = rollcall.client({ onSessionEnd: (reason) => ends.push(reason) });
    await unwrap(client.api.auth.login.$post({ json: eve }));
    const before = client.session.state;
    const mfaToken = await mfaTokenFrom(client);
    expect((await client.api.auth.mfa.$post({ json: { mfaToken, code: "000000" } })).status).toBe(401);
    expect(client.session.state).toBe(before);
    expect((await unwrap(client.api.me.$get())).email).toBe(eve.email);
    await unwrap(client.api.auth.mfa.$post({ json: { mfaToken, code: nextCode(rollcall, app) } }));
    expect((await unwrap(client.api.me.$get())).email).toBe(account.email);
    expect(ends).toEqual([]);
  });
});

describe("a session that has become stronger", () => {
  /** By an app, set up in a tab. */
  async function setUpApp(rollcall: TestRollcall, { api }: RollcallClient): Promise<void> {
    const { id, secret } = await unwrap(api.me.factors.totp.$post());
    const code = codeOf(rollcall, { secret: fromBase32(secret) });
    await unwrap(api.me.factors.totp.confirm.$post({ json: { id, code } }));
  }

  it.each(["body", "cookie"] as const)(
    "says so where that is wanted, in all tabs, by one refresh and without asking, by %s",
    async (transport) => {
      let asked = 0;
      const { rollcall, tabs, refreshes } = await twoTabs(transport, () => ++asked < 0);
      await setUpApp(rollcall, tabs[0]);
      rollcall.clock.advance(60);
      const before = refreshes();
      const codes = await Promise.all(tabs.map(({ api }) => api.me["recovery-codes"].$post()));
      expect(codes.map(({ status }) => status)).toEqual([200, 200]);
      expect([refreshes() - before, asked]).toEqual([1, 0]);
      for (const tab of tabs) expect((await claimsOf(tab)).acr).toBe("2");
      expect(tabs.map(({ ends }) => ends)).toEqual([[], []]);
    },
  );

  it("does so after a passkey, too", async () => {
    stubPasskeys();
    const { rollcall, tabs } = await twoTabs("body");
    expect((await addPasskey(tabs[0])).ok).toBe(true);
    rollcall.clock.advance(60);
    const codes = await Promise.all(tabs.map(({ api }) => api.me["recovery-codes"].$post()));
    expect(codes.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("is the only one that stays: those on other devices are over", async () => {
    const { rollcall, tabs } = await twoTabs("body");
    const ends: string[] = [];
    const elsewhere = rollcall.client({ onSessionEnd: (reason) => ends.push(reason) });
    await unwrap(elsewhere.api.auth.login.$post({ json: account }));
    await setUpApp(rollcall, tabs[0]);
    rollcall.clock.advance(601);
    expect((await elsewhere.api.me.$get()).status).toBe(401);
    expect(ends).toEqual(["expired"]);
    for (const { api } of tabs) expect((await api.me.$get()).status).toBe(200);
  });
});

describe("a proof by a second factor", () => {
  /** Two tabs with an app, whose session was proved too long ago for what is dangerous. */
  async function longAgo(
    reauthenticate: (all: { rollcall: TestRollcall; app: Protected["app"]; tab: Tab }) => Reauthenticate,
  ) {
    let answer: Reauthenticate = () => false;
    const { rollcall, tabs } = await twoTabs("body", (problem) => answer(problem));
    const token = (await tabs[0].accessToken()) as string;
    const app = await addApp(rollcall, token);
    answer = reauthenticate({ rollcall, app, tab: tabs[0] });
    rollcall.clock.advance(601);
    return { rollcall, app, tabs };
  }

  it.each<[string, (given: { rollcall: TestRollcall; app: Protected["app"] }) => object]>([
    ["an app's code", ({ rollcall, app }) => ({ code: nextCode(rollcall, app) })],
    ["a recovery code", ({ app }) => ({ recoveryCode: app.recoveryCodes[0] })],
  ])("such as %s does what is asked for, and counts for the other tab (Q109)", async (_, given) => {
    let asked = 0;
    const { tabs } = await longAgo(({ rollcall, app, tab: { api } }) => async ({ acr, methods }) => {
      asked++;
      expect([acr, methods]).toEqual(["2", ["totp", "recovery_code"]]);
      return (await api.me.verify.$post({ json: given({ rollcall, app }) })).ok;
    });
    expect((await tabs[0].api.me["recovery-codes"].$post()).status).toBe(200);
    await settle();
    expect((await tabs[1].api.me["recovery-codes"].$post()).status).toBe(200);
    expect(asked).toBe(1);
  });

  it("is a passkey's, where the account has one", async () => {
    stubPasskeys();
    const { rollcall, tabs }: Awaited<ReturnType<typeof twoTabs>> = await twoTabs("body", async ({ methods }) => {
      expect(methods).toContain("passkey");
      return (await verifyWithPasskey(tabs[0])).ok;
    });
    expect((await addPasskey(tabs[0])).ok).toBe(true);
    rollcall.clock.advance(601);
    expect((await tabs[1].api.me["recovery-codes"].$post()).status).toBe(200);
  });

  it("does not wait for itself where a password is given in its place", async () => {
    const { tabs } = await longAgo(({ tab: { api } }) => async () => {
      const answer = await api.me.verify.$post({ json: { password } });
      expect(answer.ok ? null : (await answer.json()).code).toBe("reauthentication_required");
      return answer.ok;
    });
    expect((await tabs[0].api.me["recovery-codes"].$post()).status).toBe(401);
  });
});
