import { randomBytes } from "node:crypto";
import { refresh, refreshGrace, systemContext, type Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { isSameAttempt } from "../../packages/core/src/session/refresh-attempt.ts";
import { decodeRefreshToken, type RefreshTokenClaims } from "../../packages/core/src/session/refresh-token.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { bodyOf, refreshes, refusalOf, signUp } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { rounds, startTwoServices, successesOf, together } from "../support/races.ts";
import { startRollcall, type TestRollcall, testSecret } from "../support/rollcall.ts";

const newAttempt = () => randomBytes(16).toString("base64url");
const hour = 3_600;
const day = 24 * hour;

function send(rollcall: TestRollcall, refreshToken: string, attempt?: string): Promise<Response> {
  return rollcall.call("POST", "/auth/refresh", { body: { refreshToken, ...(attempt && { attempt }) } });
}

async function refreshed(rollcall: TestRollcall, refreshToken: string, attempt?: string): Promise<Tokens> {
  const response = await send(rollcall, refreshToken, attempt);
  expect(response.status).toBe(200);
  return (await bodyOf<{ tokens: Tokens }>(response)).tokens;
}

/** A session of which one refresh has been sent, whose answer may have been lost. */
async function refreshOnce(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const { refreshToken } = (await signUp(rollcall)).tokens;
  const attempt = newAttempt();
  const next = await refreshed(rollcall, refreshToken, attempt);
  return { rollcall, refreshToken, attempt, next };
}

describeOnEachDatabase("a refresh with an attempt", (form) => {
  describe("that is repeated, because its answer was lost", () => {
    it("gets its refresh token after an hour, with an access token that is good (Q186)", async () => {
      const { rollcall, refreshToken, attempt, next } = await refreshOnce(form);
      rollcall.clock.advance(hour);
      const again = await refreshed(rollcall, refreshToken, attempt);
      expect(again.refreshToken).toBe(next.refreshToken);
      expect((await rollcall.call("GET", "/me", { token: again.accessToken })).status).toBe(200);
      expect(await refreshes(rollcall, again.refreshToken)).toBe(true);
    });

    it("may be repeated any number of times, and changes nothing in the database (Q186)", async () => {
      const { rollcall, refreshToken, attempt, next } = await refreshOnce(form);
      const stored = () => rollcall.storage.database.collection(users).findOne({});
      const before = await stored();
      for (let repetition = 0; repetition < 5; repetition++) {
        rollcall.clock.advance(day);
        expect((await refreshed(rollcall, refreshToken, attempt)).refreshToken).toBe(next.refreshToken);
      }
      expect(await stored()).toEqual(before);
    });

    it("was never answered: the process died after the write (Q186)", async () => {
      const rollcall = startRollcall({ form });
      const { refreshToken } = (await signUp(rollcall)).tokens;
      const attempt = newAttempt();
      const context = systemContext(rollcall.dependencies);
      const accessTokens = { ...context.accessTokens, issue: () => Promise.reject(new Error("killed")) };
      await expect(refresh({ ...context, accessTokens }, { refreshToken, attempt })).rejects.toThrow("killed");
      rollcall.clock.advance(hour);
      const { refreshToken: next } = await refreshed(rollcall, refreshToken, attempt);
      expect(await refreshes(rollcall, next)).toBe(true);
    });

    it("is good under a new SECRET_KEY, while the old one is listed (Q185, Q186)", async () => {
      const { rollcall, refreshToken, attempt } = await refreshOnce(form);
      const secretKeys = ["Zt5_uV8xB2nM4qW6eR9yT1iO3pA7sD0fG-hJkLzXcVb", testSecret];
      const renewed = startRollcall({ shares: rollcall.storage, secretKeys });
      renewed.clock.advance(hour);
      const { refreshToken: next } = await refreshed(renewed, refreshToken, attempt);
      expect(await refreshes(renewed, next)).toBe(true);
    });

    it("does not outlive the limits of its session, and ends nothing that has ended (Q61, Q62, Q186)", async () => {
      for (const [limit, seconds] of [
        ["sessionIdleTtl", 2 * day],
        ["sessionMaxTtl", 2 * day],
      ] as const) {
        const rollcall = startRollcall({ form, settings: { [limit]: seconds } });
        const { refreshToken } = (await signUp(rollcall)).tokens;
        const attempt = newAttempt();
        await refreshed(rollcall, refreshToken, attempt);
        rollcall.clock.advance(seconds - 60);
        await refreshed(rollcall, refreshToken, attempt);
        rollcall.clock.advance(60);
        expect(await refusalOf(await send(rollcall, refreshToken, attempt))).toBe("401 invalid_refresh_token");
        expect(JSON.parse(rollcall.logs.at(-1) as string)).not.toHaveProperty("notices");
      }
    });

    it("is refused, and ends the session, once somebody has gone a step further (Q58, Q186)", async () => {
      const { rollcall, refreshToken, attempt, next } = await refreshOnce(form);
      const last = await refreshed(rollcall, next.refreshToken, newAttempt());
      expect(await refreshes(rollcall, last.refreshToken)).toBe(true);
      expect(await refusalOf(await send(rollcall, refreshToken, attempt))).toBe("401 invalid_refresh_token");
      expect(await refreshes(rollcall, last.refreshToken)).toBe(false);
    });
  });

  describe("of a thief who trails one step behind", () => {
    it.each([
      ["another attempt", newAttempt()],
      ["no attempt", undefined],
    ])("ends the session after 30 seconds: %s (Q58, Q186)", async (_, attempt) => {
      const { rollcall, refreshToken, next } = await refreshOnce(form);
      rollcall.clock.advance(refreshGrace);
      expect(await refusalOf(await send(rollcall, refreshToken, attempt))).toBe("401 invalid_refresh_token");
      expect(JSON.parse(rollcall.logs.at(-1) as string)).toMatchObject({ notices: [{ type: "refresh_token.reused" }] });
      expect(await refreshes(rollcall, next.refreshToken)).toBe(false);
    });

    it("gets within 30 seconds what the owner got, and nothing beside it (Q60, Q186)", async () => {
      const { rollcall, refreshToken, attempt, next } = await refreshOnce(form);
      rollcall.clock.advance(refreshGrace / 2);
      expect((await refreshed(rollcall, refreshToken, newAttempt())).refreshToken).toBe(next.refreshToken);
      expect((await refreshed(rollcall, refreshToken)).refreshToken).toBe(next.refreshToken);
      rollcall.clock.advance(refreshGrace / 2);
      // The step is still the owner's: what came second has not become the attempt that took it.
      expect((await refreshed(rollcall, refreshToken, attempt)).refreshToken).toBe(next.refreshToken);
    });

    it("is found out when the step was taken without an attempt, after one that had one (Q58, Q186)", async () => {
      const { rollcall, attempt, next } = await refreshOnce(form);
      const last = await refreshed(rollcall, next.refreshToken);
      rollcall.clock.advance(refreshGrace);
      expect(await refusalOf(await send(rollcall, next.refreshToken, attempt))).toBe("401 invalid_refresh_token");
      expect(await refreshes(rollcall, last.refreshToken)).toBe(false);
    });

    it("gains nothing from the attempt of an earlier step (Q58, Q186)", async () => {
      const { rollcall, attempt, next } = await refreshOnce(form);
      const last = await refreshed(rollcall, next.refreshToken, newAttempt());
      rollcall.clock.advance(refreshGrace);
      expect(await refusalOf(await send(rollcall, next.refreshToken, attempt))).toBe("401 invalid_refresh_token");
      expect(await refreshes(rollcall, last.refreshToken)).toBe(false);
    });
  });

  describe("of a session from before there were attempts", () => {
    it("ends it, like any other that comes late with a token of the step before (Q58, Q186)", async () => {
      const { rollcall, refreshToken, attempt, next } = await refreshOnce(form);
      const collection = rollcall.storage.database.collection(users);
      const { _id, sessions } = (await collection.findOne({})) as UserDocument;
      await collection.updateOne({ _id }, { $unset: { [`sessions.${Object.keys(sessions)[0]}.attempt`]: true } });
      rollcall.clock.advance(refreshGrace);
      expect(await refusalOf(await send(rollcall, refreshToken, attempt))).toBe("401 invalid_refresh_token");
      expect(await refreshes(rollcall, next.refreshToken)).toBe(false);
    });
  });

  it("takes a step like any other with the current token, also under the name of an earlier one (Q57)", async () => {
    const { rollcall, attempt, next } = await refreshOnce(form);
    const last = await refreshed(rollcall, next.refreshToken, attempt);
    expect(last.refreshToken).not.toBe(next.refreshToken);
    rollcall.clock.advance(hour);
    expect((await refreshed(rollcall, next.refreshToken, attempt)).refreshToken).toBe(last.refreshToken);
  });

  it("leaves nothing in the database that it could be read from (Q63)", async () => {
    const { rollcall, attempt } = await refreshOnce(form);
    const text = JSON.stringify(await rollcall.storage.database.collection(users).findOne({}));
    expect(text).toMatch(/"attempt":"[\w-]{22}"/);
    for (const encoding of ["hex", "base64", "base64url"] as const) {
      expect(text).not.toContain(Buffer.from(attempt, "base64url").toString(encoding).slice(0, 20));
    }
  });

  it("costs one round trip", async () => {
    const { rollcall, next } = await refreshOnce(form);
    const before = rollcall.storage.roundTrips();
    await refreshed(rollcall, next.refreshToken, newAttempt());
    expect(rollcall.storage.roundTrips() - before).toBe(1);
  });
});

describeOnEachDatabase("50 refreshes of one token at once", (form) => {
  it.each([
    ["with one attempt", () => "one-attempt-for-all-of-them"],
    ["with an attempt each", newAttempt],
  ])("%s have one descendant (Q59, Q186)", async (_, attemptOf) => {
    const services = startTwoServices(form);
    let { refreshToken } = (await signUp(services[0])).tokens;
    for (const _ of rounds.slice(0, 5)) {
      const calls = together(services, 50, (service) => send(service, refreshToken, attemptOf()));
      const answers = await successesOf<{ tokens: Tokens }>(await Promise.all(calls.map((call) => call())), []);
      expect(answers).toHaveLength(50);
      expect(new Set(answers.map(({ tokens }) => tokens.refreshToken)).size).toBe(1);
      refreshToken = answers[0]?.tokens.refreshToken as string;
    }
  });

  it("leave the one that took the step, and no other, free to be repeated after an hour (Q186)", async () => {
    const services = startTwoServices(form);
    const { secrets, database } = services[0].dependencies;
    const { user, tokens } = await signUp(services[0]);
    const attempts = Array.from({ length: 50 }, newAttempt);
    const calls = together(services, 50, (service, index) => send(service, tokens.refreshToken, attempts[index]));
    await Promise.all(calls.map((call) => call()));
    const [entry] = Object.values((await database.collection(users).findOne({ _id: user.id }))?.sessions ?? {});
    const presented = decodeRefreshToken(secrets, tokens.refreshToken) as RefreshTokenClaims;
    const isWinner = (attempt: string) => isSameAttempt(secrets, presented, attempt, entry?.attempt as string);
    const [winner, ...others] = attempts.toSorted((a, b) => Number(isWinner(b)) - Number(isWinner(a)));
    expect(others.some(isWinner)).toBe(false);
    for (const { clock } of services) clock.advance(hour);
    await refreshed(services[1], tokens.refreshToken, winner);
    expect(await refusalOf(await send(services[1], tokens.refreshToken, others[0]))).toBe("401 invalid_refresh_token");
  });
});

describeOnEachDatabase("an owner and a thief with the same token", (form) => {
  const moves = ["owner", "owner", "thief", "thief"] as const;
  const orders = new Map(permutations(moves).map((order) => [order.join(), order])).values();

  it.each([...orders])("%s, %s, %s, %s: never hold two live tokens (Q59, Q186)", async (...order) => {
    const rollcall = startRollcall({ form });
    for (const [number, pause] of [0, refreshGrace + 1].entries()) {
      const { refreshToken } = (await signUp(rollcall, `ada${number}@example.com`)).tokens;
      const attempts = { owner: newAttempt(), thief: newAttempt() };
      const given = new Set<string>();
      for (const who of order) {
        const [answer] = await successesOf<{ tokens: Tokens }>(
          [await send(rollcall, refreshToken, attempts[who])],
          [401],
        );
        if (answer) given.add(answer.tokens.refreshToken);
        rollcall.clock.advance(pause);
      }
      expect(given.size).toBe(1);
      // Whoever comes second after the grace ends the session for both.
      expect(await refreshes(rollcall, [...given][0] as string)).toBe(pause === 0);
    }
  });
});

describe("an attempt", () => {
  it("is 22 to 64 characters of base64url", async () => {
    const rollcall = startRollcall();
    let { refreshToken } = (await signUp(rollcall)).tokens;
    const wrong = ["", "a".repeat(21), "a".repeat(65), `${"a".repeat(22)}=`, "a b".repeat(8), `${"a".repeat(22)}\n`];
    for (const attempt of [...wrong, "é".repeat(22), 7, null, ["a".repeat(22)]]) {
      const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken, attempt } });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ code: "validation_failed", issues: [{ path: ["attempt"] }] });
    }
    for (const attempt of ["a".repeat(22), "Z-_9".repeat(16)]) {
      ({ refreshToken } = await refreshed(rollcall, refreshToken, attempt));
    }
  });

  it("has no place in a sign-out", async () => {
    const rollcall = startRollcall();
    const { refreshToken } = (await signUp(rollcall)).tokens;
    const body = { refreshToken, attempt: newAttempt() };
    expect(await refusalOf(await rollcall.call("POST", "/auth/logout", { body }))).toBe("422 validation_failed");
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
