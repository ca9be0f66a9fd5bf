import { describe, expect, it } from "vitest";
import { type Demand, meets, reauthenticationChallenge, reauthenticationFor } from "./index.ts";

const now = new Date("2026-03-09T07:41:45.000Z");
const seconds = now.getTime() / 1000;

/** What a token says whose owner has given their password so many seconds ago. */
const proved = (age: number, acr = "1", amr = ["pwd"]) => ({ auth_time: seconds - age, acr, amr });

describe("what a token says of a proof", () => {
  it.each<[demand: Demand, age: number, acr: string, expected: boolean]>([
    [{}, 1e6, "1", true],
    [{ acr: "1" }, 1e6, "1", true],
    [{ maxAge: 300 }, 300, "1", true],
    [{ maxAge: 300 }, 301, "2", false],
    [{ acr: "2" }, 0, "1", false],
    [{ acr: "2" }, 1e6, "2", true],
    [{ acr: "2", maxAge: 300 }, 300, "2", true],
    [{ acr: "2", maxAge: 300 }, 301, "2", false],
    [{ acr: "2", maxAge: 300 }, 0, "1", false],
    // A later version may know more than two.
    [{ acr: "2" }, 0, "3", true],
    [{ acr: "1" }, 0, "phr", true],
    [{ acr: "2" }, 0, "phr", false],
    // Another machine's clock may be a minute ahead.
    [{ maxAge: 300 }, -60, "1", true],
    [{ maxAge: 300 }, -61, "1", false],
  ])("is held against %j: %d seconds old, of strength %s: %s (Q109)", (demand, age, acr, expected) => {
    expect(meets(proved(age, acr), demand, now)).toBe(expected);
    expect(reauthenticationFor(proved(age, acr), demand, now) === null).toBe(expected);
  });
});

const secondFactors = ["totp", "passkey", "recovery_code"];

describe("what is asked for", () => {
  it.each([
    [{ maxAge: 300 }, proved(301), { maxAge: 300, acr: "1", methods: ["password"] }],
    [{ maxAge: 300 }, proved(301, "1", ["otp"]), { maxAge: 300, acr: "1", methods: ["code"] }],
    [{ maxAge: 300 }, proved(301, "2"), { maxAge: 300, acr: "2", methods: secondFactors }],
    [{ acr: "2" }, proved(0), { acr: "2", methods: secondFactors }],
    [{ acr: "2", maxAge: 60 }, proved(61), { maxAge: 60, acr: "2", methods: secondFactors }],
  ] as const)("for %j of %j is never less than that (Q109)", (demand, claims, expected) => {
    expect(reauthenticationFor(claims, demand, now)).toEqual(expected);
  });

  it("stands in a challenge of RFC 9470", () => {
    expect(reauthenticationChallenge({ acr: "2" })).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="2"',
    );
    expect(reauthenticationChallenge({ acr: "1", maxAge: 300 })).toBe(
      'Bearer error="insufficient_user_authentication", max_age="300", acr_values="1"',
    );
  });
});
