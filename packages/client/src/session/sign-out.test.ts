import { describe, expect, it } from "vitest";
import { expired, type Situation, situation } from "../../../../test/client-model/situation.ts";
import { asyncStore, syncStore } from "../../../../test/client-model/stores.ts";
import { openBrowser, settle } from "../../../../test/support/browser.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

type State = { status: string; userId?: string; sessionId?: string };

/** Whether the service knows the session of a state. */
const isAlive = ({ service }: Situation, { userId = "", sessionId = "" }: State) => service.isAlive(userId, sessionId);

/** Signed in, and signed out without a network. */
async function signedOutOffline(store = syncStore()) {
  const all = situation();
  const device = all.open(store);
  await all.signIn(device);
  const state: State = device.session.state;
  all.network.isOnline = false;
  await expect(all.outcome(device.signOut())).rejects.toThrow("Failed to fetch");
  return { ...all, device, state, isAlive: () => isAlive(all, state) };
}

describe("a sign-out without a network", () => {
  it("is one for the page and its store at once, and says that the service does not know", async () => {
    const { device, key, isAlive } = await signedOutOffline();
    expect([device.session.state.status, device.ends, device.store.peek(key)]).toEqual([
      "signed-out",
      ["signed_out"],
      null,
    ]);
    expect(await isAlive()).toBe(true);
  });

  it("is carried out when it is asked for again, which fails as often as it has to", async () => {
    const { device, network, outcome, isAlive } = await signedOutOffline();
    await expect(outcome(device.signOut())).rejects.toThrow("Failed to fetch");
    network.isOnline = true;
    await outcome(device.signOut());
    expect([await isAlive(), device.ends]).toEqual([false, ["signed_out"]]);
  });

  it("is carried out after a while, less and less often tried", async () => {
    const { network, time, count, isAlive } = await signedOutOffline();
    await time.pass(3_600_000);
    expect(count("POST /auth/logout")).toBeGreaterThan(10);
    expect(count("POST /auth/logout")).toBeLessThan(25);
    network.isOnline = true;
    await time.pass(310_000);
    expect(await isAlive()).toBe(false);
  });

  it("is carried out by the next page", async () => {
    const { device, network, time, open, key, isAlive } = await signedOutOffline();
    network.isOnline = true;
    open(device.store);
    await time.pass(3_000);
    expect([await isAlive(), device.store.peek(`${key}.ended`)]).toEqual([false, null]);
  });

  it("is carried out with the next call that succeeds", async () => {
    const { device, network, time, signIn, outcome, service, isAlive } = await signedOutOffline();
    await time.pass(3_600_000);
    network.isOnline = true;
    await signIn(device, await service.signUp("eve"));
    await outcome(device.api.me.$get());
    await time.pass(3_000);
    expect(await isAlive()).toBe(false);
  });

  it("is carried out as soon as the browser has a network again", async () => {
    const rollcall = startRollcall();
    let isOnline = true;
    const browser = openBrowser(rollcall.url, async (input, init) => {
      if (!isOnline) throw new TypeError("Failed to fetch");
      return rollcall.fetch(input, init);
    });
    const tab = browser.open();
    await tab.api.auth.register.$post({ json: { email: "ada@example.com", password } });
    isOnline = false;
    await expect(tab.signOut()).rejects.toThrow("Failed to fetch");
    isOnline = true;
    browser.goOnline();
    await settle();
    await expect.poll(() => rollcall.logs.some((line) => JSON.parse(line).route === "/auth/logout")).toBe(true);
  });

  it("is not tried more and more often, however many calls succeed meanwhile", async () => {
    const { device, network, time, signIn, outcome, service, count } = await signedOutOffline();
    const eve = await service.signUp("eve");
    network.isOnline = true;
    // Something refuses just this route.
    const onlyCalls = () => {
      network.fates = [
        { kind: "passes", ms: 1 },
        { kind: "replaced", page: "429", hasArrived: false },
      ];
    };
    onlyCalls();
    await signIn(device, eve);
    for (let call = 0; call < 20; call++) {
      onlyCalls();
      await outcome(device.api.me.$get());
      await time.pass(2_000);
    }
    const before = count("POST /auth/logout");
    expect(before).toBeGreaterThan(20);
    network.isOnline = false;
    await time.pass(3_600_000);
    expect(count("POST /auth/logout") - before).toBeLessThan(25);
  });
});

describe("a sign-out", () => {
  it("does not resolve before the service has heard of it, though the page is just starting", async () => {
    const all = situation();
    const store = asyncStore(all.time);
    const first = all.open(store);
    await all.signIn(first);
    const { state } = first.session;
    const second = all.open(store);
    await all.time.pass(4);
    await all.outcome(second.signOut());
    expect(await isAlive(all, state)).toBe(false);
  });

  it("ends the session that was shown, not one that has begun since", async () => {
    const all = await expired();
    const { device, network, service, signIn, outcome } = all;
    const { state } = device.session;
    network.fates = [
      { kind: "passes", ms: 1 },
      { kind: "late", ms: 7_000 },
    ];
    const eve = await service.signUp("eve");
    const signedIn = signIn(device, eve);
    const signedOut = device.signOut();
    await signedIn;
    await outcome(signedOut);
    expect(await isAlive(all, state)).toBe(false);
  });

  it.each(["429", "408", "firewall's 403", "gateway's 401", "503", "portal", "redirect as Node shows it"] as const)(
    "is not taken for done where others answer: %s (Q195)",
    async (page) => {
      const all = situation();
      const device = all.open();
      await all.signIn(device);
      const { state } = device.session;
      all.network.fates = [{ kind: "replaced", page, hasArrived: false }];
      await expect(all.outcome(device.signOut())).rejects.toThrow("Not answered by Rollcall");
      await all.time.pass(60_000);
      expect(await isAlive(all, state)).toBe(false);
    },
  );

  it("is done when the service no longer knows the token", async () => {
    const { device, time, outcome } = await expired();
    await time.pass(1);
    time.sleep(15 * 86_400_000);
    await outcome(device.signOut());
    expect(device.ends).toEqual(["signed_out"]);
  });

  it("is over in less than 10 seconds where nothing answers", async () => {
    const { device, network, time, outcome } = await expired();
    network.fates = [{ kind: "lost", hasArrived: false, isTold: false }];
    const before = time.elapsed;
    await expect(outcome(device.signOut())).rejects.toThrow("Nothing came within");
    expect(time.elapsed - before).toBeLessThan(10_000);
  });

  it("ends a session whose refresh is under way, too", async () => {
    const all = await expired();
    const { device, network, time, outcome } = all;
    const { state } = device.session;
    network.fates = [{ kind: "answered late", ms: 5_000 }];
    const call = device.api.me.$get();
    await time.pass(10);
    await outcome(device.signOut());
    expect((await outcome(call)).status).toBe(401);
    expect([await isAlive(all, state), device.session.state.status]).toEqual([false, "signed-out"]);
  });
});

describe("who is replaced on a page", () => {
  it("is signed out at the service, also when two sign in at once", async () => {
    const all = situation();
    const device = all.open();
    const accounts = [await all.service.signUp("ada"), await all.service.signUp("eve")];
    const states: State[] = [];
    device.session.subscribe(() => states.push(device.session.state));
    await Promise.all(accounts.map((account) => all.signIn(device, account)));
    await all.time.pass(3_000);
    const { state } = device.session;
    const replaced = states.filter(({ sessionId }) => sessionId && sessionId !== (state as State).sessionId);
    expect(replaced.length).toBeGreaterThan(0);
    expect(await Promise.all(replaced.map((other) => isAlive(all, other)))).toEqual(replaced.map(() => false));
  });
});
