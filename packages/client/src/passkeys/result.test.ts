import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { confirmAddress } from "../../../../test/support/accounts.ts";
import { settle } from "../../../../test/support/browser.ts";
import { account } from "../../../../test/support/cookie-page.ts";
import { stubPasskeys } from "../../../../test/support/passkey-browser.ts";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { createClient, type NeedsReauthenticate, type RollcallClient, type SignedIn, unwrap } from "../index.ts";
import {
  addPasskey,
  canAutofillPasskeys,
  canUsePasskeys,
  type PasskeyFailure,
  signInWithPasskey,
  verifyWithPasskey,
} from "./index.ts";

/** A service, a client that has asked it for nothing yet, and a browser whose user takes their time. */
function open() {
  const browser = stubPasskeys();
  browser.isWilling = false;
  const rollcall = startRollcall();
  return {
    browser,
    rollcall,
    client: rollcall.client(),
    routes: () => rollcall.logs.map((line) => JSON.parse(line).route),
  };
}

/** The same with a passkey for an account. */
async function enrolled() {
  const { browser, rollcall, client, routes } = open();
  browser.isWilling = true;
  await unwrap(client.api.auth.register.$post({ json: account }));
  await confirmAddress(rollcall, account.email);
  expect((await addPasskey(client)).ok).toBe(true);
  browser.isWilling = false;
  browser.dialogs.length = 0;
  return { browser, rollcall, client, routes };
}

describe("a browser that refuses", () => {
  it.each<[name: string, reason: PasskeyFailure]>([
    ["NotAllowedError", "not_allowed"],
    ["AbortError", "cancelled"],
    ["NotSupportedError", "not_supported"],
    ["ConstraintError", "not_supported"],
    ["InvalidStateError", "already_registered"],
    ["SecurityError", "security"],
    ["UnknownError", "failed"],
  ])("by %s makes the result %s", async (name, reason) => {
    const { browser, client } = open();
    const signingIn = signInWithPasskey(client);
    (await browser.opened()).refuse(name);
    expect(await signingIn).toEqual({ ok: false, reason, error: expect.objectContaining({ name }) });
  });

  it("has no passkeys: nobody is asked for anything", async () => {
    const { client, rollcall } = open();
    vi.stubGlobal("PublicKeyCredential", undefined);
    expect([canUsePasskeys(), await canAutofillPasskeys()]).toEqual([false, false]);
    for (const use of [signInWithPasskey, addPasskey, verifyWithPasskey])
      expect(await use(client)).toMatchObject({ ok: false, reason: "not_supported" });
    expect(rollcall.logs).toEqual([]);
  });

  it.each(["is too old to say so", "says so"])("does not fill in passkeys, and %s", async (how) => {
    const { browser, client, rollcall } = open();
    if (how === "says so") browser.canAutofill = false;
    else stubPasskeys("older");
    expect([canUsePasskeys(), await canAutofillPasskeys()]).toEqual([true, false]);
    expect(await signInWithPasskey(client, { autofill: true })).toMatchObject({ reason: "not_supported" });
    expect(rollcall.logs).toEqual([]);
  });
});

describe("a service that refuses", () => {
  it("makes that the result, with its problem", async () => {
    const { browser, client } = open();
    const signingIn = signInWithPasskey(client);
    (await browser.opened()).confirm();
    const result = await signingIn;
    if (result.ok || result.reason !== "refused") throw new Error("It was not refused");
    expect(result.problem.code).toBe("invalid_credentials");
    expectTypeOf(result.problem.code).toExtend<string>();
  });

  it("in whose place something else answers, or nothing, makes a rejection, as with `unwrap`", async () => {
    stubPasskeys();
    const answers: (() => Promise<Response>)[] = [
      async () => new Response("<h1>Welcome</h1>"),
      () => Promise.reject(new TypeError("Failed to fetch")),
    ];
    for (const [index, fetch] of answers.entries()) {
      const signingIn = signInWithPasskey(createClient("https://auth.example.test", { fetch }));
      await expect(signingIn).rejects.toThrow(["Not answered by Rollcall", "Failed to fetch"][index]);
    }
  });
});

describe("a signal", () => {
  it("ends what was asked for before, while and after the browser is busy with it", async () => {
    const { browser, client, routes } = await enrolled();
    const before = routes().length;
    const cancelled = { ok: false, reason: "cancelled" };
    expect(await signInWithPasskey(client, { signal: AbortSignal.abort() })).toMatchObject(cancelled);
    const giveUp = new AbortController();
    const signingIn = signInWithPasskey(client, { signal: giveUp.signal });
    await browser.opened();
    giveUp.abort(new Error("Never mind"));
    expect(await signingIn).toMatchObject({ ...cancelled, error: new Error("Never mind") });
    expect(routes().slice(before)).not.toContain("/auth/passkey");
  });
});

describe("one thing at a time: what is asked for", () => {
  it("ends what was asked for before, which browsers would not", async () => {
    const { browser, client } = await enrolled();
    const first = signInWithPasskey(client);
    await browser.opened();
    const second = verifyWithPasskey(client);
    (await browser.opened()).confirm();
    expect([await first, await second]).toMatchObject([{ ok: false, reason: "cancelled" }, { ok: true }]);
  });

  it("ends what waits for a passkey to be filled in, also where that has not begun to", async () => {
    const { browser, client } = await enrolled();
    const filling = signInWithPasskey(client, { autofill: true });
    const clicked = signInWithPasskey(client);
    const dialog = await browser.opened();
    dialog.confirm();
    expect([await filling, await clicked]).toMatchObject([{ ok: false, reason: "cancelled" }, { ok: true }]);
    expect(browser.dialogs.map(({ isAutofill }) => isAutofill)).toEqual([false]);
  });

  it("by many at once is done for the last of them", async () => {
    const { browser, client } = await enrolled();
    browser.isWilling = true;
    const results = await Promise.all(Array.from({ length: 20 }, () => verifyWithPasskey(client)));
    expect(results.filter(({ ok }) => ok).length).toBeGreaterThan(0);
    for (const result of results) expect(result.ok || result.reason).toBeOneOf([true, "cancelled"]);
    expect(results.at(-1)?.ok).toBe(true);
  });

  it("does not wait for a password manager that goes on with what was asked before", async () => {
    const { browser, client } = await enrolled();
    browser.isDeaf = true;
    const first = signInWithPasskey(client);
    await browser.opened();
    const second = verifyWithPasskey(client);
    const dialog = browser.opened();
    expect(await first).toMatchObject({ reason: "cancelled" });
    (await dialog).confirm();
    expect(await second).toMatchObject({ ok: true });
  });
});

describe("a passkey that is filled in", () => {
  /** A page that is seen, or not, for which time passes when the test says so. */
  async function page() {
    const all = await enrolled();
    const listeners = new Set<() => void>();
    const document = {
      visibilityState: "visible",
      addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    };
    vi.stubGlobal("document", document);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    return {
      ...all,
      async pass(seconds: number) {
        all.rollcall.clock.advance(seconds);
        vi.advanceTimersByTime(seconds * 1_000);
        await settle();
      },
      show(visibilityState: "visible" | "hidden") {
        document.visibilityState = visibilityState;
        for (const listener of listeners) listener();
      },
    };
  }

  it("signs in however long the page was open", async () => {
    const { browser, client, pass } = await page();
    const filling = signInWithPasskey(client, { autofill: true });
    await settle();
    for (let minute = 0; minute < 12; minute++) await pass(60);
    expect(browser.dialogs.length).toBeGreaterThan(2);
    expect(browser.dialogs.every(({ isAutofill }) => isAutofill)).toBe(true);
    browser.dialogs.at(-1)?.confirm();
    expect(await filling).toMatchObject({ ok: true });
    vi.useRealTimers();
  });

  it("costs the service nothing while nobody sees the page", async () => {
    const { browser, client, pass, show, routes } = await page();
    const filling = signInWithPasskey(client, { autofill: true });
    await settle();
    show("hidden");
    const before = routes().length;
    for (let hour = 0; hour < 8; hour++) await pass(3_600);
    expect(routes().length).toBe(before);
    show("visible");
    await settle();
    browser.dialogs.at(-1)?.confirm();
    expect(await filling).toMatchObject({ ok: true });
    vi.useRealTimers();
  });
});

describe("the types", () => {
  it("want a client that asks for a proof only where one may be wanted", () => {
    const client = {} as RollcallClient<NeedsReauthenticate>;
    expectTypeOf(signInWithPasskey).toBeCallableWith(client);
    expectTypeOf(verifyWithPasskey).toBeCallableWith(client);
    // @ts-expect-error: make the client with `reauthenticate`
    const adding = () => addPasskey(client);
    expectTypeOf(adding).toBeFunction();
  });

  it("tell an answer, a refusal of the service and one of the browser apart", () => {
    type Result = Awaited<ReturnType<typeof signInWithPasskey>>;
    expectTypeOf<Extract<Result, { ok: true }>["answer"]>().toEqualTypeOf<SignedIn>();
    expectTypeOf<Extract<Result, { reason: "refused" }>["problem"]["code"]>().toExtend<string>();
    expectTypeOf<Exclude<Result, { ok: true } | { reason: "refused" }>["reason"]>().toEqualTypeOf<PasskeyFailure>();
  });
});
