import { describe, expect, it } from "vitest";
import type { Fate } from "../../../../test/client-model/network.ts";
import type { PageName } from "../../../../test/client-model/pages.ts";
import { expired, situation } from "../../../../test/client-model/situation.ts";
import { password } from "../../../../test/support/rollcall.ts";
import { isApiError } from "../index.ts";

const lost: Fate = { kind: "lost", hasArrived: true, isTold: true };
const silent: Fate = { kind: "lost", hasArrived: false, isTold: false };
const by = (page: PageName): Fate => ({ kind: "replaced", page, hasArrived: false });

/** The times of one refresh: at first, and twice again. */
const thrice = (fate: Fate) => [fate, fate, fate];

describe("a refresh whose answer is lost", () => {
  it("is repeated under the attempt that was stored before, an hour later and by another page (Q186)", async () => {
    const { device, network, time, sent, key, open, outcome } = await expired();
    network.fates = thrice(lost);
    await expect(outcome(device.api.me.$get())).rejects.toThrow("Failed to fetch");
    const { attempt } = JSON.parse(device.store.peek(key) as string);
    await time.pass(3_600_000);
    expect((await outcome(open(device.store).api.me.$get())).status).toBe(200);
    const attempts = sent.filter(({ route }) => route === "POST /auth/refresh").map(({ body }) => body.attempt);
    expect(attempts).toEqual(Array(4).fill(attempt));
  });

  it("is repeated at once while the network is back soon, and nobody notices", async () => {
    const { device, network, outcome } = await expired();
    network.fates = [lost, lost];
    expect((await outcome(device.api.me.$get())).status).toBe(200);
  });

  it("keeps the attempt of another process that was first", async () => {
    const { device, network, open, outcome, sent } = await expired();
    const other = open(device.store);
    network.fates = [...thrice(lost), ...thrice(lost)];
    const calls = [device, other].map(({ api }) => api.me.$get());
    await outcome(Promise.allSettled(calls));
    const attempts = sent.filter(({ route }) => route === "POST /auth/refresh").map(({ body }) => body.attempt);
    expect(new Set(attempts).size).toBe(1);
  });
});

describe("a refresh that never answers", () => {
  it("is given up and tried again, in less than 40 seconds in all", async () => {
    const { device, network, time, outcome, count } = await expired();
    network.fates = thrice(silent);
    const before = time.elapsed;
    await expect(outcome(device.api.me.$get())).rejects.toThrow("Nothing came within");
    expect(time.elapsed - before).toBeLessThan(40_000);
    expect(count("POST /auth/refresh")).toBe(3);
    expect((await outcome(device.api.me.$get())).status).toBe(200);
    expect(device.ends).toEqual([]);
  });

  it("does not hold a caller who has no more patience, and goes on for the others", async () => {
    const { device, network, time, outcome } = await expired();
    network.fates = [silent];
    const giveUp = new AbortController();
    const impatient = device.api.me.$get({}, { init: { signal: giveUp.signal } });
    const patient = device.api.me.$get();
    setTimeout(() => giveUp.abort(new Error("enough")), 1_000);
    const before = time.elapsed;
    await expect(outcome(impatient)).rejects.toThrow("enough");
    expect(time.elapsed - before).toBe(1_000);
    expect((await outcome(patient)).status).toBe(200);
  });

  it("leaves no rejection unheard when the caller had gone before", async () => {
    const { device, network, time, outcome } = await expired();
    network.fates = thrice(silent);
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on("unhandledRejection", hear);
    const init = { signal: AbortSignal.abort(new Error("gone")) };
    await expect(outcome(device.api.me.$get({}, { init }))).rejects.toThrow("gone");
    await time.pass(60_000);
    process.off("unhandledRejection", hear);
    expect(unheard).toEqual([]);
  });
});

describe("what stands in front of a refresh", () => {
  const passedOn: [PageName, number, string | null][] = [
    ["gateway's 401", 401, null],
    ["gateway's 401 in JSON", 401, null],
    ["other API's problem", 401, null],
    ["firewall's 403", 403, null],
    ["404", 404, null],
    ["408", 408, null],
    ["429", 429, "7"],
    ["429 in JSON", 429, "1"],
    ["500", 500, null],
    ["502", 502, null],
    ["503", 503, "2"],
    ["503 for an hour", 503, "3600"],
    ["redirect as Node shows it", 307, null],
  ];
  it.each(passedOn)("is passed on as what it is: %s (Q195)", async (page, status, retryAfter) => {
    const { device, network, key, outcome } = await expired();
    const before = JSON.parse(device.store.peek(key) as string);
    network.fates = thrice(by(page));
    const answer = await outcome(device.api.me.$get());
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([status, retryAfter]);
    network.fates = [];
    const { attempt, ...kept } = JSON.parse(device.store.peek(key) as string);
    expect([kept, device.ends]).toEqual([before, []]);
    expect((await outcome(device.api.me.$get())).status).toBe(200);
  });

  const others: PageName[] = [
    "portal",
    "{}",
    "null",
    "[]",
    "tokens of another shape",
    "a list of tokens",
    "redirect as browsers show it",
    "cut off",
    "endless",
  ];
  it.each(others)("is an error where it looks like a success, and is never kept: %s (Q195)", async (page) => {
    const { device, network, key, outcome } = await expired();
    const before = JSON.parse(device.store.peek(key) as string);
    network.fates = thrice(by(page));
    await expect(outcome(device.api.me.$get())).rejects.toThrow();
    network.fates = [];
    const { attempt, ...kept } = JSON.parse(device.store.peek(key) as string);
    expect([kept, device.ends]).toEqual([before, []]);
    expect((await outcome(device.api.me.$get())).status).toBe(200);
  });

  it("is not asked again before it said, if that is soon, and not at all if it is not", async () => {
    const { device, network, time, outcome, count } = await expired();
    network.fates = [by("503"), by("503")];
    const before = time.elapsed;
    expect((await outcome(device.api.me.$get())).status).toBe(200);
    expect(time.elapsed - before).toBeGreaterThan(4_000);
    await time.pass(601_000);
    network.fates = [by("503 for an hour")];
    expect((await outcome(device.api.me.$get())).status).toBe(503);
    expect(count("POST /auth/refresh")).toBe(4);
  });
});

describe("what others answer to a call", () => {
  it("begins no session (Q195)", async () => {
    const { network, open, outcome, key } = situation();
    const device = open();
    for (const page of ["portal", "{}", "tokens of another shape", "a list of tokens"] as const) {
      network.fates = [by(page)];
      await outcome(device.api.auth.login.$post({ json: { email: "ada@example.com", password } }));
    }
    expect([device.session.state.status, device.store.peek(key)]).toEqual(["signed-out", null]);
  });

  it("ends none, also where the account was to be deleted (Q195)", async () => {
    const { device, network, outcome } = await expired();
    await outcome(device.api.me.$get());
    const { state } = device.session;
    for (const call of ["account", "session"]) {
      network.fates = [by("portal")];
      const id = state.status === "signed-in" ? state.sessionId : "";
      if (call === "account") await outcome(device.api.me.$delete({ json: { password } }));
      else await outcome(device.api.me.sessions[":id"].$delete({ param: { id } }));
    }
    expect([device.session.state, device.ends]).toEqual([state, []]);
  });

  it("is not waited for where it never ends", async () => {
    const { device, network, outcome } = await expired();
    await outcome(device.api.me.$get());
    network.fates = [by("endless problem"), by("endless")];
    expect((await outcome(device.api.me.$get())).status).toBe(401);
    const json = { email: "ada@example.com", password };
    expect((await outcome(device.api.auth.login.$post({ json }))).status).toBe(200);
    expect(device.ends).toEqual([]);
  });

  it("is passed on for a wrong token, too: only Rollcall's own problem is worth a refresh", async () => {
    const { device, network, outcome, count } = await expired();
    await outcome(device.api.me.$get());
    network.fates = [by("gateway's 401")];
    expect((await outcome(device.api.me.$get())).status).toBe(401);
    expect(count("POST /auth/refresh")).toBe(1);
  });
});

describe("a call", () => {
  it("is repeated only for the account that it was made for (Q194)", async () => {
    const { device, network, service, signIn, time, outcome, count } = await expired();
    const eve = await service.signUp("eve");
    network.fates = [{ kind: "answered late", ms: 5_000 }];
    const call = device.api.me.$patch({ json: { name: "Ada" } });
    await time.pass(10);
    await signIn(device, eve);
    expect((await outcome(call)).status).toBe(401);
    expect(count("PATCH /me")).toBe(0);
    const shown = await outcome(device.api.me.$get());
    expect(shown.ok && (await shown.json())).toMatchObject({ id: eve.id, name: null });
  });
});

describe("an access token for another service", () => {
  it("is asked for once, by all at once and while it lives", async () => {
    const { device, time, outcome, count } = await expired();
    const tokens = await outcome(Promise.all(Array.from({ length: 5 }, () => device.accessToken("orders"))));
    await time.pass(500_000);
    expect(await outcome(device.accessToken("orders"))).toBe(tokens[0]);
    expect([new Set(tokens).size, count("POST /auth/tokens")]).toEqual([1, 1]);
    await time.pass(80_000);
    expect(await outcome(device.accessToken("orders"))).not.toBe(tokens[0]);
    expect(await outcome(device.accessToken("https://billing.example.test"))).not.toBe(tokens[0]);
  });

  it("goes with the session", async () => {
    const { device, outcome, signIn, service } = await expired();
    const token = await outcome(device.accessToken("orders"));
    await outcome(device.signOut());
    expect(await outcome(device.accessToken("orders"))).toBeNull();
    await signIn(device, await service.signUp("eve"));
    expect(await outcome(device.accessToken("orders"))).not.toBe(token);
  });

  it("is waited for no longer than a minute", async () => {
    const { device, network, time, outcome } = await expired();
    await outcome(device.api.me.$get());
    network.fates = [silent];
    const before = time.elapsed;
    await expect(outcome(device.accessToken("orders"))).rejects.toThrow();
    expect(time.elapsed - before).toBeLessThan(60_000);
    expect(await outcome(device.accessToken("orders"))).toMatch(/^ey/);
  });

  it.each(["portal", "{}", "null", "cut off", "endless"] as const)(
    "is none where others answer: %s (Q195)",
    async (page) => {
      const { device, network, outcome } = await expired();
      await outcome(device.api.me.$get());
      network.fates = [by(page)];
      await expect(outcome(device.accessToken("orders"))).rejects.toThrow();
      expect(await outcome(device.accessToken("orders"))).toMatch(/^ey/);
    },
  );

  it("says what the service refused", async () => {
    const { device, outcome } = await expired();
    const error = await outcome(device.accessToken("nobody").catch((thrown: unknown) => thrown));
    expect(isApiError(error) && [error.status, error.code]).toEqual([422, "validation_failed"]);
  });
});
