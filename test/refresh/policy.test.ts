import { expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { withPauses } from "../support/pauses.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { accountOf, codeNow, makeHolder, proved, refreshed } from "../support/step-up.ts";

const refresh = (rollcall: TestRollcall, { refreshToken }: { refreshToken: string }) =>
  rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });

describeOnEachDatabase("a session of one factor, once its account's second one is asked for", (form) => {
  async function scene() {
    const off = startRollcall({ form, settings: { mfa: "off" } });
    const holder = await makeHolder(off, "app");
    const { tokens } = await signIn(off, holder.email);
    const rollcall = startRollcall({ shares: off.storage });
    const endings = async () =>
      (await eventsOf(rollcall, holder.userId))
        .filter(({ type }) => type === "session.ended" || type === "refresh_token.reused")
        .map(({ type, actor, data }) => ({ type, actor: actor.type, data }));
    return { off, rollcall, userId: holder.userId, tokens, endings };
  }

  const byPolicy = { type: "session.ended", actor: "system", data: { by: "policy" } };

  it("ends at its next refresh, and a client that tries again is taken for no thief (Q58, Q168)", async () => {
    const { rollcall, userId, tokens, endings } = await scene();
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await accountOf(rollcall, userId)).toMatchObject({ sessions: {}, sessionDetails: {} });
    rollcall.clock.advance(60);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await endings()).toEqual([byPolicy]);
    expect(rollcall.logs.join()).not.toContain("refresh_token.reused");
  });

  it("ends once, however many refreshes come at once", async () => {
    const { rollcall, tokens, endings } = await scene();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(rollcall, tokens).then(refusalOf)));
    expect(new Set(answers)).toEqual(new Set(["401 invalid_refresh_token"]));
    expect(await endings()).toEqual([byPolicy]);
  });

  it("ends also where the answer that it had while none was asked for is asked for again", async () => {
    const { off, rollcall, tokens, endings } = await scene();
    await refreshed(off, tokens);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await endings()).toEqual([byPolicy]);
  });

  it("still ends as stolen by a token that has been used long before (Q58)", async () => {
    const { off, rollcall, tokens, endings } = await scene();
    await refreshed(off, tokens);
    rollcall.clock.advance(60);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
    expect(await endings()).toContainEqual({ type: "session.ended", actor: "system", data: { by: "reuse" } });
    expect(await endings()).not.toContainEqual(byPolicy);
  });

  it("goes on where the factor is proved in it right before it would end", async () => {
    const { rollcall, tokens, endings } = await scene();
    const { storage, pauseBefore } = withPauses(rollcall.storage);
    const pause = pauseBefore("updateOne", (_, update) => JSON.stringify(update).includes("session.ended"));
    const answer = refresh(startRollcall({ shares: storage }), tokens);
    await pause.reached;
    await proved(rollcall, tokens.accessToken, { code: codeNow(rollcall) });
    pause.proceed();
    const next = await bodyOf<{ tokens: typeof tokens }>(await answer);
    expect(await refreshes(rollcall, next.tokens.refreshToken)).toBe(true);
    expect(await endings()).toEqual([]);
  });
});
