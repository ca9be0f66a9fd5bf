import { describe, expect, it } from "vitest";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { type Challenge, meet, newChallenge, openChallenge, sealChallenge } from "./challenges.ts";
import { maxMetChallenges } from "./factor.slice.ts";

const ada = "user_01h455vb4pex5vsknk084sn02q";

describe("a challenge", () => {
  it("is 256 random bits, and opens for the purpose and the account that it was made for (Q132)", () => {
    const { dependencies } = startRollcall();
    const challenge = newChallenge(dependencies);
    expect(Buffer.from(challenge.id, "base64url")).toHaveLength(32);
    const token = sealChallenge(dependencies, "enroll", ada, challenge);
    expect(openChallenge(dependencies, "enroll", ada, token)).toEqual(challenge);
    const elsewhere: (() => Challenge)[] = [
      () => openChallenge(dependencies, "verify", ada, token),
      () => openChallenge(dependencies, "enroll", `${ada}x`, token),
      () => openChallenge(dependencies, "enroll", null, token),
      () => openChallenge(dependencies, "enroll", ada, `${token}AAAA`),
      () => openChallenge(dependencies, "enroll", ada, ""),
    ];
    for (const open of elsewhere) expect(open).toThrow(expect.objectContaining({ code: "code_expired" }));
  });

  it("is good for five minutes", () => {
    const { dependencies, clock } = startRollcall();
    const token = sealChallenge(dependencies, "sign-in", null, newChallenge(dependencies));
    clock.advance(299);
    expect(openChallenge(dependencies, "sign-in", null, token).id).toMatch(/^[\w-]{43}$/);
    clock.advance(1);
    expect(() => openChallenge(dependencies, "sign-in", null, token)).toThrow(
      expect.objectContaining({ code: "code_expired" }),
    );
  });

  it("is met once, and forgotten when it would have expired (Q132)", () => {
    const { dependencies, clock } = startRollcall();
    const challenge = newChallenge(dependencies);
    const metChallenges = { [challenge.id]: challenge.expiresAt };
    expect(() => meet(dependencies, { metChallenges }, challenge)).toThrow(
      expect.objectContaining({ code: "code_used" }),
    );
    clock.advance(300);
    const { update } = meet(dependencies, { metChallenges }, newChallenge(dependencies));
    expect(update.$unset).toEqual({ [`metChallenges.${challenge.id}`]: true });
  });

  it("waits where an account has met so many that it has no room", () => {
    const { dependencies } = startRollcall();
    const met = Array.from({ length: maxMetChallenges }, () => newChallenge(dependencies));
    const metChallenges = Object.fromEntries(met.map(({ id, expiresAt }) => [id, expiresAt]));
    expect(() => meet(dependencies, { metChallenges }, newChallenge(dependencies))).toThrow(
      expect.objectContaining({ code: "too_many_attempts", retryAfter: 300 }),
    );
  });
});
