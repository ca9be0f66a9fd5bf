import { describe, expect, it } from "vitest";
import { bodyOf, refreshes, refusalOf, signIn, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { visitorsOf } from "./support/outage.ts";
import { forms, startService } from "./support/service.ts";

const hour = 3_600;
const email = "ada@example.com";

async function refreshed(
  rollcall: TestRollcall,
  refreshToken: string,
): Promise<{ refreshToken: string; accessToken: string }> {
  const answer = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  return (await bodyOf<{ tokens: { refreshToken: string; accessToken: string } }>(answer)).tokens;
}

const readMe = (rollcall: TestRollcall, token: string) => statusOf(rollcall.call("GET", "/me", { token }));

describeOnEachDatabase("a clock that is set back by five hours", (form) => {
  async function startThenSetBack(before: (rollcall: TestRollcall) => Promise<void> = async () => {}) {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    await before(rollcall);
    rollcall.clock.advance(-5 * hour);
    return { rollcall, tokens };
  }

  it("costs nobody their session: the access token of before is refused, and a refresh gives another", async () => {
    const { rollcall, tokens } = await startThenSetBack();
    expect(await readMe(rollcall, tokens.accessToken)).toBe("401 invalid_token");
    const { accessToken } = await refreshed(rollcall, tokens.refreshToken);
    expect(await readMe(rollcall, accessToken)).toBe("200");
    await signIn(rollcall, email);
  });

  it("gives no refresh token another life that was used before (Q173)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    await refreshed(rollcall, tokens.refreshToken);
    rollcall.clock.advance(-5 * hour);
    expect(await refreshes(rollcall, tokens.refreshToken)).toBe(false);
  });

  it("lets a refresh without an answer be repeated under its attempt all the same", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    const body = { refreshToken: tokens.refreshToken, attempt: "a".repeat(22) };
    expect(await statusOf(rollcall.call("POST", "/auth/refresh", { body }))).toBe("200");
    rollcall.clock.advance(-5 * hour);
    expect(await statusOf(rollcall.call("POST", "/auth/refresh", { body }))).toBe("200");
  });

  it("gives no link another life that was used before", async () => {
    const rollcall = startRollcall({ form });
    await signUp(rollcall, email);
    const { token } = await lastMailTo(rollcall, email);
    const verify = () => rollcall.call("POST", "/auth/email/verify", { body: { token } });
    expect(await statusOf(verify())).toBe("204");
    rollcall.clock.advance(-5 * hour);
    expect(await refusalOf(await verify())).toBe("410 code_used");
  });

  it("keeps nobody from the next mail, though the last one seems to be from the future", async () => {
    const forgotten = (rollcall: TestRollcall) => rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    const { rollcall } = await startThenSetBack(async (rollcall) => {
      await forgotten(rollcall);
      await mailsOf(rollcall);
    });
    const before = (await mailsOf(rollcall, email)).length;
    await forgotten(rollcall);
    expect((await mailsOf(rollcall, email)).length).toBe(before + 1);
  });

  it("makes no proof of who somebody is a recent one", async () => {
    const { rollcall, tokens } = await startThenSetBack(async (rollcall) => rollcall.clock.advance(3 * hour));
    rollcall.clock.advance(hour);
    const { accessToken } = await refreshed(rollcall, tokens.refreshToken);
    const deletion = rollcall.call("DELETE", "/me", { token: accessToken, body: { password } });
    expect(await refusalOf(await deletion)).toBe("401 reauthentication_required");
  });

  it("shuts nobody out for longer than it would have", async () => {
    const limits = { perAddress: 2, perNetwork: 2 };
    const rollcall = startRollcall({ form, settings: { limits: { ...unlimited, register: limits } } });
    const register = (index: number) =>
      statusOf(rollcall.call("POST", "/auth/register", { body: { email: `user${index}@example.com`, password } }));
    expect([await register(1), await register(2), await register(3)]).toEqual(["201", "201", "429 too_many_attempts"]);
    rollcall.clock.advance(-5 * hour);
    expect(await register(4)).toBe("201");
  });
});

const unlimited = {
  guess: { perAccount: 10_000, longestWait: 3_600, perAddress: 10_000, perNetwork: 10_000 },
  mail: { perAddress: 10_000, perNetwork: 10_000 },
};

describeOnEachDatabase("a clock that is set forward by five hours", (form) => {
  it("ends access tokens, and no session", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    rollcall.clock.advance(5 * hour);
    expect(await readMe(rollcall, tokens.accessToken)).toBe("401 invalid_token");
    expect(await readMe(rollcall, (await refreshed(rollcall, tokens.refreshToken)).accessToken)).toBe("200");
  });

  it("and back again leaves the session, the keys and the mails as they were", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall, email);
    rollcall.clock.advance(5 * hour);
    const later = await refreshed(rollcall, tokens.refreshToken);
    rollcall.clock.advance(-5 * hour);
    const now = await refreshed(rollcall, later.refreshToken);
    expect(await readMe(rollcall, now.accessToken)).toBe("200");
    expect(await mailsOf(rollcall, email)).toHaveLength(1);
  });
});

describe.each(forms)("a process whose system's clock jumps, on %s", (form) => {
  it("by five hours, forward and back, goes on serving everybody who has a session", async () => {
    const service = await startService(form);
    const { join, requests } = visitorsOf(service);
    await join();
    for (const offset of [5 * hour, -5 * hour, 0]) {
      await service.setClock(offset);
      expect((await requests["a refresh"]()).status, String(offset)).toBe(200);
      for (const name of ["one's account", "a sign-in", "readiness"] as const) {
        expect((await requests[name]()).status, `${name} ${offset}`).toBe(200);
      }
    }
  });
});
