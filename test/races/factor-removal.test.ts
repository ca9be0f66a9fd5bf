import type { Database } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { dieAfter } from "../interleavings/schedule.ts";
import { keep, removalMails, remove } from "../second-factors/removals.ts";
import { logIn, signIn, signInAsAdministrator } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { answerWith, askedFor, nextCode, signUpProtected, storedAccount } from "../support/factors.ts";
import { mailOf } from "../support/mails.ts";
import { collide, rounds, startTwoServices, together } from "../support/races.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const day = 86_400;
const reason = "Lost the phone";

const factorEvents = async (rollcall: TestRollcall, id: string) =>
  (await eventsOf(rollcall, id)).map(({ type }) => type).filter((type) => type.startsWith("factors."));

const later = ({ clock }: TestRollcall) => ({ ...clock, now: () => new Date(clock.now().getTime() + day * 1_000) });

describeOnEachDatabase("50 removals of one account's factors at once", (form) => {
  it("over two processes remove them once, and tell of it once (Q131)", async () => {
    const services = startTwoServices(form);
    const [rollcall] = services;
    const ada = await signUpProtected(rollcall);
    const { token } = await signInAsAdministrator(rollcall);
    const calls = together(services, 50, (service) => remove(service, token, ada.user.id, reason));
    const statuses = (await Promise.all(calls.map((call) => call()))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(await factorEvents(rollcall, ada.user.id)).toEqual(["factors.removed"]);
    expect(await removalMails(rollcall)).toEqual([[ada.email, "factors-removed"]]);
  });

  it("that can be stopped begin one time, with one link (Q131)", async () => {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: day } });
    const ada = await signUpProtected(rollcall);
    const { token } = await signInAsAdministrator(rollcall);
    const calls = together([rollcall], 20, (service) => remove(service, token, ada.user.id, reason));
    const answers = await Promise.all(calls.map(async (call) => (await call()).text()));
    expect(new Set(answers).size).toBe(1);
    expect(await factorEvents(rollcall, ada.user.id)).toEqual(["factors.removal_requested"]);
    const { token: link } = await mailOf(rollcall, "factors-removal", ada.email);
    const stops = together([rollcall], 20, (service) => keep(service, link));
    const statuses = (await Promise.all(stops.map((stop) => stop()))).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([204, ...Array<number>(19).fill(410)]);
    expect((await factorEvents(rollcall, ada.user.id)).at(-1)).toBe("factors.removal_stopped");
    expect((await removalMails(rollcall)).map(([, template]) => template)).toEqual(["factors-removal", "factors-kept"]);
  });
});

describeOnEachDatabase("at the moment when factors are removed", (form) => {
  async function startRound(rollcall: TestRollcall, token: string, round: number) {
    const ada = await signUpProtected(rollcall, `ada${round}@example.com`);
    await remove(rollcall, token, ada.user.id, reason);
    return ada;
  }

  it("the owner's link wins or loses, and nothing is in between, in 6 rounds (Q131)", async () => {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: day } });
    await signInAsAdministrator(rollcall);
    for (const round of rounds.slice(0, 6)) {
      const { tokens } = await signIn(rollcall, "admin@example.com");
      const ada = await startRound(rollcall, tokens.accessToken, round);
      const { token: link } = await mailOf(rollcall, "factors-removal", ada.email);
      const { one, many } = await collide(round, () => keep(rollcall, link), [
        () => retain({ ...rollcall.dependencies, clock: later(rollcall) }),
      ]);
      const isKept = one.status === 204;
      expect([204, 410]).toContain(one.status);
      expect(many[0]?.factors).toBe(isKept ? 0 : 1);
      expect((await logIn(rollcall, ada.email)).status).toBe(isKept ? 401 : 200);
      // So that what the other clock has queued is due.
      rollcall.clock.advance(day);
      expect((await factorEvents(rollcall, ada.user.id)).slice(1)).toEqual([
        isKept ? "factors.removal_stopped" : "factors.removed",
      ]);
    }
  });

  it("a sign-in with one of them wins or loses (Q131)", async () => {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: day } });
    const { token } = await signInAsAdministrator(rollcall);
    for (const round of rounds.slice(0, 6)) {
      const ada = await startRound(rollcall, token, round);
      const { mfaToken } = await askedFor(rollcall, ada.email);
      const code = nextCode(rollcall, ada.app);
      const { one, many } = await collide(round, () => answerWith(rollcall, mfaToken, { code }), [
        () => retain({ ...rollcall.dependencies, clock: later(rollcall) }),
      ]);
      const { factors, sessions, factorRemoval } = await storedAccount(rollcall, ada.user.id);
      const isIn = one.status === 200;
      expect(many[0]?.factors).toBe(isIn ? 0 : 1);
      expect(factorRemoval).toBeUndefined();
      expect([factors === undefined, Object.keys(sessions).length > 0]).toEqual([!isIn, isIn]);
    }
  });
});

describeOnEachDatabase("a removal that is due", (form) => {
  it("is carried out once, whenever the process dies that is at it (Q131)", async () => {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: day } });
    const { database } = rollcall.dependencies;
    await signInAsAdministrator(rollcall);
    let hasLived = false;
    for (let operations = 0; !hasLived; operations++) {
      const ada = await signUpProtected(rollcall, `ada${operations}@example.com`);
      const { tokens } = await signIn(rollcall, "admin@example.com");
      await remove(rollcall, tokens.accessToken, ada.user.id, reason);
      rollcall.clock.advance(day);
      const run = (view: Database) => retain({ ...rollcall.dependencies, database: view });
      hasLived = !(await dieAfter(operations, database, run));
      await run(database);
      expect((await storedAccount(rollcall, ada.user.id)).hasFactors).toBeUndefined();
      expect(await factorEvents(rollcall, ada.user.id)).toEqual(["factors.removal_requested", "factors.removed"]);
    }
  });
});
