import { describe, expect, it } from "vitest";
import {
  decodeRefreshToken,
  encodeRefreshToken,
  type RefreshTokenClaims,
} from "../../packages/core/src/session/refresh-token.ts";
import { refreshes, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

async function expectRefused(rollcall: TestRollcall, refreshToken: string): Promise<void> {
  const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  expect(await refusalOf(response), refreshToken).toBe("401 invalid_refresh_token");
}

/** Signing out succeeds with anything; what matters is that nothing ends by it. */
async function signOutWith(rollcall: TestRollcall, refreshToken: string): Promise<void> {
  const response = await rollcall.call("POST", "/auth/logout", { body: { refreshToken } });
  expect(response.status, refreshToken).toBe(204);
}

/** A token with each of its characters, in turn, replaced by another of the same alphabet. */
function mutationsOf(token: string): string[] {
  return [...token].map((character, at) => token.slice(0, at) + (character === "A" ? "B" : "A") + token.slice(at + 1));
}

/** Two tokens cut at the same places, with their ends swapped. */
function splices(one: string, two: string): string[] {
  const cuts = [22, 24, 44, 48, 49, 50, 60];
  return cuts.flatMap((cut) => [one.slice(0, cut) + two.slice(cut), two.slice(0, cut) + one.slice(cut)]);
}

/** Other texts that a lax decoder would read as the same bytes. */
function respellingsOf(token: string): string[] {
  const base64 = token.replaceAll("-", "+").replaceAll("_", "/");
  const others = [
    `${token}=`,
    `${token}==`,
    ` ${token}`,
    `${token}\n`,
    `${token}.`,
    token.replace(/^./, "$& "),
    base64,
  ];
  return others.filter((text) => text !== token);
}

describe("a refresh token that this service did not make", () => {
  it("is refused, ends nothing, and the genuine one still works, wherever a character is changed (Q74)", async () => {
    const rollcall = startRollcall();
    const { refreshToken } = (await signUp(rollcall)).tokens;
    for (const forged of mutationsOf(refreshToken)) {
      await expectRefused(rollcall, forged);
      await signOutWith(rollcall, forged);
    }
    expect(await refreshes(rollcall, refreshToken)).toBe(true);
  });

  it("is refused, and ends nothing, when it is put together from two genuine ones (Q74)", async () => {
    const rollcall = startRollcall();
    const ada = (await signUp(rollcall, "ada@example.com")).tokens.refreshToken;
    const adaAgain = (await signIn(rollcall, "ada@example.com")).tokens.refreshToken;
    const grace = (await signUp(rollcall, "grace@example.com")).tokens.refreshToken;
    for (const forged of [...splices(ada, adaAgain), ...splices(ada, grace)]) {
      if ([ada, adaAgain, grace].includes(forged)) continue;
      await expectRefused(rollcall, forged);
      await signOutWith(rollcall, forged);
    }
    for (const genuine of [ada, adaAgain, grace]) expect(await refreshes(rollcall, genuine)).toBe(true);
  });

  it("is refused, and ends nothing, when it is cut, longer, spelled in another way, or no token at all (Q74)", async () => {
    const rollcall = startRollcall();
    const { refreshToken } = (await signUp(rollcall)).tokens;
    const cut = Array.from({ length: refreshToken.length }, (_, length) => refreshToken.slice(0, length));
    const garbage = ["null", "undefined", "{}", "\0", "💥", "A".repeat(92), "A".repeat(1_000), `${refreshToken}A`];
    for (const forged of [...cut, ...respellingsOf(refreshToken), ...garbage, refreshToken.repeat(2)]) {
      await expectRefused(rollcall, forged);
      await signOutWith(rollcall, forged);
    }
    expect(await refreshes(rollcall, refreshToken)).toBe(true);
  });

  it("is refused when it was made under another SECRET_KEY", async () => {
    const rollcall = startRollcall();
    const stranger = startRollcall({
      secretKeys: ["Zq8Wd3Rk1Vn6Ty0Ub5Mc9Xs2Lf7Hg4Jp-aEiOuYtRw_"],
      shares: rollcall.storage,
    });
    const { refreshToken } = (await signUp(rollcall)).tokens;
    await expectRefused(stranger, refreshToken);
    await signOutWith(stranger, refreshToken);
    expect(await refreshes(rollcall, refreshToken)).toBe(true);
  });
});

describe("the two kinds of token", () => {
  it("never stand for one another (Q69)", async () => {
    const rollcall = startRollcall();
    const { accessToken, refreshToken } = (await signUp(rollcall)).tokens;
    await expectRefused(rollcall, accessToken);
    await signOutWith(rollcall, accessToken);
    const me = await rollcall.call("GET", "/me", { token: refreshToken });
    expect(await refusalOf(me)).toBe("401 invalid_token");
    expect((await rollcall.call("GET", "/me", { token: accessToken })).status).toBe(200);
    expect(await refreshes(rollcall, refreshToken)).toBe(true);
  });
});

describe("a refresh token of a step that the database does not know", () => {
  it("is refused and ends nothing, as when a backup has been restored", async () => {
    const rollcall = startRollcall();
    const { secrets } = rollcall.dependencies;
    const { refreshToken } = (await signUp(rollcall)).tokens;
    const claims = decodeRefreshToken(secrets, refreshToken) as RefreshTokenClaims;
    for (const ahead of [1, 2, 1_000])
      await expectRefused(rollcall, encodeRefreshToken(secrets, { ...claims, step: claims.step + ahead }));
    expect(await refreshes(rollcall, refreshToken)).toBe(true);
  });
});
