import { refreshGrace, type Tokens } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, refusalOf } from "../support/accounts.ts";
import { account, copyOf, partsOf, refreshed, signedUp, startForPages } from "../support/cookie-page.ts";
import { describeOnEachDatabase } from "../support/databases.ts";

const hour = 3_600;

describeOnEachDatabase("a refresh by cookie whose answer was lost", (form) => {
  it("is repeated after an hour, as often as it takes, and the session goes on (Q186)", async () => {
    const { rollcall, page } = await signedUp(form);
    const copy = copyOf(rollcall, page);
    const lost = await refreshed(copy);
    for (let repetition = 0; repetition < 3; repetition++) {
      rollcall.clock.advance(hour);
      const again = copyOf(rollcall, page);
      expect(await refreshed(again)).toBe(lost);
    }
    await refreshed(page);
    rollcall.clock.advance(refreshGrace);
    expect(await refreshed(page)).not.toBe(lost);
  });

  it("may name an attempt of its own, which goes before the cookie's (Q186)", async () => {
    const { rollcall, page } = await signedUp(form);
    const [token] = partsOf(page);
    const attempt = "an-attempt-of-the-page-itself";
    const copy = copyOf(rollcall, page);
    expect((await copy.call("/auth/refresh", { attempt })).status).toBe(200);
    rollcall.clock.advance(hour);
    const body = { refreshToken: token, attempt };
    const answer = await rollcall.call("POST", "/auth/refresh", { body });
    expect((await bodyOf<{ tokens: Tokens }>(answer)).tokens.refreshToken).toBe(partsOf(copy)[0]);
    expect(await refusalOf(await page.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
  });
});

describeOnEachDatabase("pages and servers with one cookie that do not know of each other", (form) => {
  it("take one step together in 30 seconds, from whichever of two cookies", async () => {
    const { rollcall, page } = await signedUp(form);
    const [slow, tab] = [copyOf(rollcall, page), copyOf(rollcall, page)];
    const token = await refreshed(page);
    for (let second = 0; second < refreshGrace; second += 5) {
      // With what the others got, and with what they all had before.
      expect(await refreshed(page)).toBe(token);
      expect(await refreshed(copyOf(rollcall, slow))).toBe(token);
      rollcall.clock.advance(5);
    }
    expect(await refreshed(page)).not.toBe(token);
    expect(await refusalOf(await tab.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
  });

  it("go on with any answer, also with one that overtakes the next (Q186)", async () => {
    const { rollcall, page } = await signedUp(form);
    const tabs = Array.from({ length: 5 }, () => copyOf(rollcall, page));
    for (const tab of tabs) {
      await refreshed(tab);
      rollcall.clock.advance(1);
      await refreshed(page);
    }
    for (const tab of tabs) {
      page.cookie = tab.cookie;
      await refreshed(page);
    }
    rollcall.clock.advance(hour);
    await refreshed(page);
  });

  it("begin with a session whose first step is its age away", async () => {
    const { page } = startForPages(form);
    await page.call("/auth/register", account);
    const [token] = partsOf(page);
    expect(await refreshed(page)).toBe(token);
  });

  it("give the session no more time by what they repeat", async () => {
    const { rollcall, page } = await signedUp(form, { settings: { sessionIdleTtl: 300 } });
    await refreshed(page);
    for (let time = 0; time < 2; time++) {
      rollcall.clock.advance(refreshGrace - 10);
      if (time === 0) await refreshed(page);
    }
    rollcall.clock.advance(300 - 2 * (refreshGrace - 10));
    expect(await refusalOf(await page.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
  });
});

describeOnEachDatabase("a thief with a copy of the cookie", (form) => {
  it.each([
    ["the owner refreshes first", false],
    ["the thief refreshes first", true],
  ])("is found out with the step after the next, at the latest: %s (Q58, Q186)", async (_, isThiefFirst) => {
    const { rollcall, page: owner } = await signedUp(form);
    const thief = copyOf(rollcall, owner);
    const [first, second] = isThiefFirst ? [thief, owner] : [owner, thief];
    const token = await refreshed(first);
    rollcall.clock.advance(hour);
    // One that could be a repetition. It gets the same token, and an attempt that nobody else has.
    expect(await refreshed(second)).toBe(token);
    await refreshed(first);
    rollcall.clock.advance(refreshGrace);
    expect(await refusalOf(await second.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
    expect(JSON.parse(rollcall.logs.at(-1) as string)).toMatchObject({ notices: [{ type: "refresh_token.reused" }] });
    expect(await refusalOf(await first.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
  });

  it("is found out at once when the owner is two steps ahead (Q58)", async () => {
    const { rollcall, page } = await signedUp(form);
    const thief = copyOf(rollcall, page);
    await refreshed(page);
    rollcall.clock.advance(refreshGrace);
    await refreshed(page);
    expect(await refusalOf(await thief.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
    expect(await refusalOf(await page.call("/auth/refresh"))).toBe("401 invalid_refresh_token");
  });
});
