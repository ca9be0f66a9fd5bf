import { refreshGrace } from "@rollcall/core";
import { expect, it } from "vitest";
import { copyOf, openPage, origin, type Page } from "../support/cookie-page.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { collide, rounds } from "../support/races.ts";
import { password, startRollcall } from "../support/rollcall.ts";

/** An account in a browser, and browsers with the same cookie that call two services in turn. */
async function start(form: DatabaseForm) {
  const first = startRollcall({ form, corsOrigins: [origin] });
  const services = [first, startRollcall({ shares: first.storage, corsOrigins: [origin] })] as const;
  const signUp = async (email: string) => {
    const page = openPage(first, origin);
    expect((await page.call("/auth/register", { email, password })).status).toBe(201);
    return page;
  };
  const copies = (page: Page, count: number) =>
    Array.from({ length: count }, (_, index) => copyOf(services[index % 2] as typeof first, page));
  return { services, signUp, copies };
}

const tokenOf = ({ cookie }: Page) => cookie?.split(".")[0];

describeOnEachDatabase("50 refreshes with one cookie at once", (form) => {
  it("have one descendant, which each of their cookies is good for (Q59, Q186)", async () => {
    const { services, signUp, copies } = await start(form);
    let page = await signUp("ada@example.com");
    for (const { clock } of services) clock.advance(refreshGrace + 1);
    for (const round of rounds.slice(0, 5)) {
      const pages = copies(page, 50);
      const answers = await Promise.all(pages.map((copy) => copy.call("/auth/refresh")));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(pages.map(tokenOf)).size).toBe(1);
      expect(new Set(pages.map(({ cookie }) => cookie)).size).toBe(50);
      expect(tokenOf(pages[0] as Page)).not.toBe(tokenOf(page));
      // Whichever of them the browser has kept.
      page = pages[(round * 17) % 50] as Page;
      for (const { clock } of services) clock.advance(refreshGrace + 1);
    }
    expect((await page.call("/auth/refresh")).status).toBe(200);
  });
});

/** Numbers from 0 to 1 that are the same in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Who takes the browser's cookie, waits for its turn, and then its answer for the browser: what happens when, in seconds. */
function muddle(holders: number, number: () => number) {
  const moments = Array.from({ length: holders }, (_, holder) => {
    const sent = number() * 10;
    const served = sent + number() * 9;
    return [
      { at: sent, what: "sent", holder },
      { at: served, what: "served", holder },
      { at: served + number() * 9, what: "answered", holder },
    ] as const;
  });
  return moments.flat().sort((one, other) => one.at - other.at);
}

describeOnEachDatabase("the tabs of a browser that is opened every morning, and the servers of their pages", (form) => {
  it("refresh with one cookie in any order, and nobody is signed out (Q60, Q186)", async () => {
    const { services, signUp, copies } = await start(form);
    const pass = (seconds: number) => services.map(({ clock }) => clock.advance(seconds));
    const browser = await signUp("ada@example.com");
    const number = numbersFrom(24);
    for (let morning = 0; morning < 25; morning++) {
      pass(12 * 3_600);
      await refreshInTurns(browser, copies(browser, 8), pass, number);
    }
  });
});

async function refreshInTurns(browser: Page, holders: Page[], pass: (seconds: number) => void, number: () => number) {
  let now = 0;
  for (const { at, what, holder } of muddle(holders.length, number)) {
    pass(at - now);
    now = at;
    const page = holders[holder] as Page;
    if (what === "sent") page.cookie = browser.cookie;
    if (what === "served") expect((await page.call("/auth/refresh")).status).toBe(200);
    if (what === "answered") browser.cookie = page.cookie;
  }
}

describeOnEachDatabase("a sign-out amid refreshes with the same cookie", (form) => {
  it("ends the session, whatever cookies the refreshes leave behind", async () => {
    const { services, signUp, copies } = await start(form);
    for (const round of rounds) {
      const page = await signUp(`ada${round}@example.com`);
      for (const { clock } of services) clock.advance(refreshGrace + 1);
      const [leaving, ...others] = copies(page, 6) as [Page, ...Page[]];
      const calls = others.map((copy) => () => copy.call("/auth/refresh"));
      const { one, many } = await collide(round, () => leaving.call("/auth/logout"), calls);
      expect(one.status).toBe(204);
      for (const { status } of many) expect(status).toBeOneOf([200, 401]);
      for (const copy of others) {
        expect((await copy.call("/auth/refresh")).status).toBe(401);
        expect(copy.cookie).toBeUndefined();
      }
    }
  });
});
