import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refreshes, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import {
  addressIn,
  countEvaluations,
  inARow,
  period,
  startLimited,
  statedWait,
  times,
  wrong,
} from "../support/guessing.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

const signInFrom = (rollcall: TestRollcall, ip: string, secret = password) =>
  rollcall.call("POST", "/auth/login", { body: { email, password: secret }, ip });

/** An account whose budget strangers have used up, from networks in which its owner never was. */
async function attacked(form: Parameters<Parameters<typeof describeOnEachDatabase>[1]>[0]) {
  const rollcall = startLimited({ form });
  const account = await signUp(rollcall, email);
  const attack = async (count = 30) => {
    const answers = await times(count, (index) => signInFrom(rollcall, addressIn(index), wrong));
    expect(answers.at(-1)?.status).toBe(429);
  };
  await attack();
  return { rollcall, account, attack, token: account.tokens.accessToken };
}

describeOnEachDatabase("whoever's account is attacked", (form) => {
  it("goes on with every session (Q34)", async () => {
    const { rollcall, account, token } = await attacked(form);
    expect((await rollcall.call("GET", "/me", { token })).status).toBe(200);
    expect(await refreshes(rollcall, account.tokens.refreshToken)).toBe(true);
  });

  it("is alone: others sign in, from whatever network is not the attacker's (Q34)", async () => {
    const { rollcall } = await attacked(form);
    await signUp(rollcall, "grace@example.com");
    await signIn(rollcall, "grace@example.com");
  });

  it("signs in at once where they have signed in before, and everywhere after the stated wait (Q34)", async () => {
    const { rollcall } = await attacked(form);
    expect((await signInFrom(rollcall, "203.0.113.7")).status).toBe(200);
    const elsewhere = await signInFrom(rollcall, "192.0.2.1");
    const wait = await statedWait(elsewhere);
    rollcall.clock.advance(wait);
    expect((await signInFrom(rollcall, "192.0.2.1")).status).toBe(200);
  });

  it("does so from another address of the same network as well, and from the same /64 (Q34)", async () => {
    const { rollcall, attack } = await attacked(form);
    expect((await signInFrom(rollcall, "203.0.113.250")).status).toBe(200);
    rollcall.clock.advance(86_400);
    expect((await signInFrom(rollcall, "2001:db8::1")).status).toBe(200);
    await attack();
    expect((await signInFrom(rollcall, "2001:db8::ffff:2")).status).toBe(200);
    expect((await signInFrom(rollcall, "2001:db8:0:1::1")).status).toBe(429);
  });

  it("gives the attacker nothing by signing in (Q34)", async () => {
    const { rollcall } = await attacked(form);
    expect((await signInFrom(rollcall, "203.0.113.7")).status).toBe(200);
    expect((await signInFrom(rollcall, addressIn(40), wrong)).status).toBe(429);
  });

  it("changes the password and deletes the account while signed in, wherever they are (Q34)", async () => {
    const { rollcall, token } = await attacked(form);
    const ip = "192.0.2.1";
    const change = { currentPassword: password, newPassword };
    expect((await rollcall.call("POST", "/me/password", { token, ip, body: change })).status).toBe(204);
    expect((await rollcall.call("DELETE", "/me", { token, ip, body: { password: newPassword } })).status).toBe(204);
  });

  it("waits no longer for what was refused, nor for what one address went on to send (Q34)", async () => {
    const { rollcall, attack } = await attacked(form);
    const first = await statedWait(await signInFrom(rollcall, "192.0.2.1"));
    rollcall.clock.advance(120);
    await attack(120);
    expect(await statedWait(await signInFrom(rollcall, "192.0.2.1"))).toBeLessThanOrEqual(first - 120);
  });
});

describeOnEachDatabase("a place that the owner knows", (form) => {
  it("has ten attempts of its own in a quarter of an hour, and states when there are more", async () => {
    const { rollcall } = await attacked(form);
    const evaluations = countEvaluations(rollcall);
    const guesses = await times(12, () => signInFrom(rollcall, "203.0.113.7", wrong));
    expect(inARow(guesses)).toBe("401 ×10, 429 ×2");
    expect(evaluations()).toBe(10);
    expect(await statedWait(guesses.at(-1) as Response)).toBeLessThanOrEqual(period);
    rollcall.clock.advance(period);
    expect((await signInFrom(rollcall, "203.0.113.7")).status).toBe(200);
  });

  it("is none for who comes from nowhere", async () => {
    const nowhere = startLimited({ form, ip: null });
    await signUp(nowhere, email);
    const answers = await times(12, () => logIn(nowhere, email, wrong));
    expect(inARow(answers)).toBe("401 ×10, 429 ×2");
  });

  it("is known after SECRET_KEY was replaced", async () => {
    const [older, newer] = [
      "k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq",
      "q9Z8xW7vU6tS5rQ4pO3nM2lK1jI0hG-fE_dCbAaBcDe",
    ];
    const before = startLimited({ form, secretKeys: [older] });
    await signUp(before, email);
    const after = startLimited({ shares: before.storage, secretKeys: [newer, older] });
    await times(20, (index) => signInFrom(after, addressIn(index), wrong));
    expect((await signInFrom(after, "203.0.113.7")).status).toBe(200);
  });
});

describe("whoever has stolen a session", () => {
  it("has ten guesses at the password by it beside those of everybody, and then waits (Q41)", async () => {
    const rollcall = startLimited();
    const { tokens } = await signUp(rollcall, email);
    const evaluations = countEvaluations(rollcall);
    await times(30, (index) => signInFrom(rollcall, addressIn(index), wrong));
    const guesses = await times(12, (index) =>
      rollcall.call("POST", "/me/password", {
        token: tokens.accessToken,
        ip: addressIn(index),
        body: { currentPassword: wrong, newPassword },
      }),
    );
    expect(inARow(guesses)).toBe("422 ×10, 429 ×2");
    expect(evaluations()).toBe(20);
    expect(await statedWait(guesses.at(-1) as Response)).toBeLessThanOrEqual(600);
  });

  it("learns nothing of an account whose session has ended", async () => {
    const rollcall = startLimited();
    const { tokens } = await signUp(rollcall, email);
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    const body = { currentPassword: wrong, newPassword };
    const answers = await times(12, () => rollcall.call("POST", "/me/password", { token: tokens.accessToken, body }));
    for (const answer of answers) expect(await refusalOf(answer)).toBe("401 invalid_token");
    expect(await bodyOf(await logIn(rollcall, email))).toMatchObject({ user: { email } });
  });
});
