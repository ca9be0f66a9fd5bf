import { describe, expect, it } from "vitest";
import { addressIn, defaultLimits, inARow, startLimited, times, wrong } from "../support/guessing.ts";
import { password } from "../support/rollcall.ts";
import { anAccount, newAccount, openInside, openTarget, signInTo } from "./target.ts";

describe("guessing", () => {
  it("at one account ends, however it is spelled and whatever headers say (Zitadel CVE-2025-64102, class: brute force)", async (test) => {
    const target = openTarget(startLimited);
    const { email } = await anAccount(test, target);
    const answers = await times(30, (index) => {
      const spelling = index % 2 ? email : ` ${email.toUpperCase()}`;
      const headers = { "x-forwarded-for": addressIn(index), "x-real-ip": addressIn(index), "user-agent": `${index}` };
      return target.call("POST", "/auth/login", { body: { email: spelling, password: wrong }, headers });
    });
    expect(answers.at(-1)?.status).toBe(429);
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThan(30);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("by whoever is signed in ends as well (Zitadel CVE-2025-64102)", async (test) => {
    const target = openTarget(startLimited);
    const { token } = await anAccount(test, target);
    const body = { currentPassword: wrong, newPassword: "seven lighthouses in a row" };
    const answers = await times(30, () => target.call("POST", "/me/password", { token, body }));
    expect(answers.at(-1)?.status).toBe(429);
  });

  it("from one network of IPv6, or from one address in several spellings, is from one place (better-auth CVE-2026-45364, GHSA-fvm4-fc8h-pcg5)", async (test) => {
    const settings = { limits: { ...defaultLimits, guess: { ...defaultLimits.guess, perAddress: 5 } } };
    const inside = openInside(test, "it is asked from many addresses", { settings });
    const from = (ip: string, index: number) =>
      inside.call("POST", "/auth/login", { ip, body: { email: `person${index}@example.com`, password } });
    const rotating = await times(8, (index) => from(`2001:db8:1:2:${index}::${index}`, index));
    expect(inARow(rotating)).toBe("401 ×5, 429 ×3");
    const spellings = ["198.51.100.4", "::ffff:198.51.100.4", "::FFFF:c633:6404", "0:0:0:0:0:ffff:c633:6404"];
    const disguised = await times(8, (index) => from(spellings[index % 4] as string, index));
    expect(inARow(disguised)).toBe("401 ×5, 429 ×3");
  });

  it("does not tell whose address has an account (class: enumeration)", async (test) => {
    const target = openTarget();
    const { email } = await newAccount(test, target);
    const [known, unknown] = [await signInTo(target, email, wrong), await signInTo(target, `x${email}`, wrong)];
    const seen = async (answer: Response) => {
      const { requestId: _, instance: __, ...problem } = await answer.json();
      return { status: answer.status, names: [...answer.headers.keys()].sort(), problem };
    };
    expect(await seen(known)).toEqual(await seen(unknown));
  });
});
