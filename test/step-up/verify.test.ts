import { type AccessToken, systemContext, type Tokens, usersOf } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { newChallenge, sealChallenge } from "../../packages/core/src/factor/index.ts";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, refusalOf, serviceTokenOf, signUp, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { takeApart } from "../support/forged-tokens.ts";
import { withPauses } from "../support/pauses.ts";
import { password, startRollcall, type TestRollcall, testSettings } from "../support/rollcall.ts";
import {
  accountOf,
  beginAs,
  change,
  codeNow,
  type Holder,
  makeHolder,
  proved,
  refreshed,
  verify,
} from "../support/step-up.ts";

const claimsOf = (token: string) => {
  const { auth_time, acr, amr } = takeApart(token).claims;
  return { auth_time, acr, amr };
};

const now = ({ clock }: TestRollcall) => Math.floor(clock.now().getTime() / 1000);

/** What wants two factors that were proved lately: 404, as there is no such factor, where it is let through. */
const stepUp = (rollcall: TestRollcall, token: string) =>
  rollcall.call("DELETE", "/me/factors/fact_01kkb30ab9edmvq4x6wz2y8t7k", { token });

describeOnEachDatabase("proving a second factor in a session of one", (form) => {
  it.each(["code", "recoveryCode"] as const)(
    "raises it, for its tokens and other services' too: %s (Q109)",
    async (kind) => {
      const rollcall = startRollcall({ form });
      const holder = await makeHolder(rollcall, "app");
      const tokens = await beginAs(rollcall, holder, "1");
      rollcall.clock.advance(300);
      expect(await refusalOf(await stepUp(rollcall, tokens.accessToken))).toBe("401 reauthentication_required");
      const answer = kind === "code" ? { code: codeNow(rollcall) } : { recoveryCode: holder.recoveryCodes[3] };
      const asked = now(rollcall);
      const token = await proved(rollcall, tokens.accessToken, answer);
      const raised = claimsOf(token);
      expect(raised).toMatchObject({ acr: "2", amr: ["pwd", "otp", "mfa"] });
      expect(raised.auth_time).toBeGreaterThanOrEqual(asked);
      expect((await stepUp(rollcall, token)).status).toBe(404);
      expect(claimsOf(await serviceTokenOf(rollcall, token))).toEqual(raised);
      rollcall.clock.advance(300);
      const next = await refreshed(rollcall, tokens);
      expect(claimsOf(next.accessToken)).toEqual(raised);
      const { items } = await bodyOf<{ items: { current: boolean; amr: string[] }[] }>(
        await rollcall.call("GET", "/me/sessions", { token: next.accessToken }),
      );
      expect(items).toMatchObject([{ current: true, amr: raised.amr }]);
    },
  );

  it("raises that session alone (Q109)", async () => {
    const rollcall = startRollcall({ form });
    const holder = await makeHolder(rollcall, "app");
    const [here, elsewhere] = [await beginAs(rollcall, holder, "1"), await beginAs(rollcall, holder, "1")];
    await proved(rollcall, here.accessToken, { code: codeNow(rollcall) });
    expect(await refusalOf(await stepUp(rollcall, elsewhere.accessToken))).toBe("401 reauthentication_required");
    const { sessionDetails = {} } = await accountOf(rollcall, holder.userId);
    const strengths = [here, elsewhere].map(
      ({ accessToken }) => sessionDetails[takeApart(accessToken).claims.sid as string]?.acr,
    );
    expect(strengths).toEqual(["2", undefined]);
  });

  it("is never undone, by whatever is proved afterwards (Q109)", async () => {
    const rollcall = startRollcall({ form });
    const holder = await makeHolder(rollcall, "app");
    let { accessToken: token } = await beginAs(rollcall, holder, "2");
    for (const next of [() => ({ code: codeNow(rollcall) }), () => ({ recoveryCode: holder.recoveryCodes[0] })]) {
      rollcall.clock.advance(30);
      const asked = now(rollcall);
      token = await proved(rollcall, token, next());
      const claims = claimsOf(token);
      expect(claims).toMatchObject({ acr: "2", amr: ["pwd", "otp", "mfa"] });
      expect(claims.auth_time).toBeGreaterThanOrEqual(asked);
    }
  });

  it("is what is asked for in place of the password, whoever has a factor (Q41) (Q109)", async () => {
    const rollcall = startRollcall({ form });
    const holder = await makeHolder(rollcall, "app");
    for (const acr of ["1", "2"] as const) {
      const { accessToken: token } = await beginAs(rollcall, holder, acr);
      const refused = await verify(rollcall, token, { password });
      const wanted = { code: "reauthentication_required", acr: "2", methods: ["totp", "recovery_code"] };
      expect(await bodyOf<Problem>(refused)).toMatchObject(wanted);
    }
  });

  it("is still taken after any number of passwords, which were not looked at (Q31)", async () => {
    const { limits } = testSettings;
    const settings = { limits: { ...limits, guess: { ...limits.guess, perAccount: 3 } } };
    const rollcall = startRollcall({ form, settings });
    const { accessToken: token } = await beginAs(rollcall, await makeHolder(rollcall, "app"), "2");
    for (let times = 0; times < 5; times++)
      expect(await refusalOf(await verify(rollcall, token, { password }))).toBe("401 reauthentication_required");
    expect((await verify(rollcall, token, { code: codeNow(rollcall) })).status).toBe(200);
  });

  it("is still taken after any number of answers to challenges that are over, or were met (Q31)", async () => {
    const { limits } = testSettings;
    const settings = { limits: { ...limits, guess: { ...limits.guess, perAccount: 3 } } };
    const rollcall = startRollcall({ form, settings });
    const { dependencies } = rollcall;
    const holder = await makeHolder(rollcall, "app");
    const { accessToken: token } = await beginAs(rollcall, holder, "2");
    const met = newChallenge(dependencies);
    await change(rollcall, holder.userId, { [`metChallenges.${met.id}`]: met.expiresAt });
    const over = { ...newChallenge(dependencies), expiresAt: dependencies.clock.now() };
    const subject = `${holder.userId} ${takeApart(token).claims.sid}`;
    const response = { clientDataJSON: "AAAA", authenticatorData: "AAAA", signature: "AAAA" };
    const passkey = { id: "AAAA", rawId: "AAAA", type: "public-key", response };
    for (const [challenge, refusal] of [[over, "410 code_expired"] as const, [met, "410 code_used"] as const]) {
      const answer = { passkey, challenge: sealChallenge(dependencies, "verify", subject, challenge) };
      for (let times = 0; times < 5; times++)
        expect(await refusalOf(await verify(rollcall, token, answer))).toBe(refusal);
    }
    expect((await verify(rollcall, token, { code: codeNow(rollcall) })).status).toBe(200);
  });

  it("of 20 at once by one code raises it once, and none of the others tells more than that it was not good (Q126)", async () => {
    const rollcall = startRollcall({ form });
    const holder = await makeHolder(rollcall, "app");
    const { accessToken: token } = await beginAs(rollcall, holder, "1");
    const code = codeNow(rollcall);
    const answers = await Promise.all(Array.from({ length: 20 }, () => statusOf(verify(rollcall, token, { code }))));
    expect(answers.sort()).toEqual(["200", ...Array<string>(19).fill("422 validation_failed")]);
    const { sessionDetails = {} } = await accountOf(rollcall, holder.userId);
    expect(Object.values(sessionDetails)).toMatchObject([{ acr: "2", amr: ["pwd", "otp", "mfa"] }]);
  });

  it("counts where its answer is lost: the next refresh says so, and the same code proves nothing again", async () => {
    const rollcall = startRollcall({ form });
    const holder = await makeHolder(rollcall, "app");
    const tokens = await beginAs(rollcall, holder, "1");
    const code = codeNow(rollcall);
    await verify(rollcall, tokens.accessToken, { code });
    expect(await refusalOf(await verify(rollcall, tokens.accessToken, { code }))).toBe("422 validation_failed");
    expect(await refusalOf(await stepUp(rollcall, tokens.accessToken))).toBe("401 invalid_token");
    const { accessToken: token } = await refreshed(rollcall, tokens);
    expect((await stepUp(rollcall, token)).status).toBe(404);
  });

  it("is nothing to whoever has no factor, and to nobody's session", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    for (const answer of [{ code: "123456" }, { recoveryCode: "7k2m9xqdr4vh" }])
      expect(await refusalOf(await verify(rollcall, tokens.accessToken, answer))).toBe("422 validation_failed");
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    expect(await refusalOf(await verify(rollcall, tokens.accessToken, { password }))).toBe("401 invalid_token");
  });
});

describeOnEachDatabase("between the read and the write of a second factor's proof", (form) => {
  /** What the proof is answered with while `act` happens between its read and its write, by another process. */
  async function meanwhile(
    body: (code: string) => object,
    act: (first: TestRollcall, tokens: Tokens, holder: Holder) => Promise<unknown>,
  ) {
    const first = startRollcall({ form, settings: { mfa: "off" } });
    const { storage, pauseBefore } = withPauses(first.storage);
    const slow = startRollcall({ shares: storage, settings: { mfa: "off" } });
    const holder = await makeHolder(first, "app");
    const tokens = await beginAs(first, holder, "1");
    const pause = pauseBefore("findOneAndUpdate", (_, update) => JSON.stringify(update).includes("authenticatedAt"));
    const answer = verify(slow, tokens.accessToken, body(codeNow(slow)));
    await pause.reached;
    await act(first, tokens, holder);
    pause.proceed();
    return { first, holder, tokens, answer: await answer };
  }

  it("the session was signed out of: it is refused", async () => {
    const { answer } = await meanwhile(
      (code) => ({ code }),
      (first, { refreshToken }) => first.call("POST", "/auth/logout", { body: { refreshToken } }),
    );
    expect(await refusalOf(answer)).toBe("401 invalid_token");
  });

  it("the factor was removed: it proves nothing", async () => {
    const { answer, holder, first } = await meanwhile(
      (code) => ({ code }),
      async (service, _, { userId }) => {
        const gone = {
          $unset: { factors: true, hasFactors: true, recoveryCodes: true },
          $inc: { credentialVersion: 1 },
        } as const;
        await usersOf(systemContext(service.dependencies)).updateOne({ _id: userId }, gone);
      },
    );
    expect(await refusalOf(answer)).toBe("422 validation_failed");
    expect(Object.values((await accountOf(first, holder.userId)).sessionDetails ?? {})[0]?.acr).toBeUndefined();
  });

  it("another factor was added: it proves what it did", async () => {
    const { answer } = await meanwhile(
      (code) => ({ code }),
      async (service, _, { userId }) => {
        const change = { $inc: { credentialVersion: 1 } } as const;
        await usersOf(systemContext(service.dependencies)).updateOne({ _id: userId }, change);
      },
    );
    expect(claimsOf((await bodyOf<AccessToken>(answer)).accessToken)).toMatchObject({ acr: "2" });
  });

  it("the password was proved as well: both count", async () => {
    const { answer } = await meanwhile(
      (code) => ({ code }),
      (first, { accessToken }) => proved(first, accessToken, { password }),
    );
    const { accessToken } = await bodyOf<AccessToken>(answer);
    expect(claimsOf(accessToken)).toMatchObject({ acr: "2", amr: ["pwd", "otp", "mfa"] });
  });

  it("a recovery code was faster: the session stays as strong as that has made it, and the password comes too late", async () => {
    const { answer, first, tokens } = await meanwhile(
      () => ({ password }),
      (service, { accessToken }, { recoveryCodes }) => proved(service, accessToken, { recoveryCode: recoveryCodes[0] }),
    );
    expect(await bodyOf<Problem>(answer)).toMatchObject({ code: "reauthentication_required", acr: "2" });
    expect(claimsOf((await refreshed(first, tokens)).accessToken)).toMatchObject({
      acr: "2",
      amr: ["pwd", "otp", "mfa"],
    });
  });
});

describe("a factor beside one that there is", () => {
  it.each(["/me/factors/totp", "/me/passkeys/options"])("takes a session of two: POST %s (Q131)", async (path) => {
    const rollcall = startRollcall();
    const holder = await makeHolder(rollcall, "app");
    const { accessToken: token } = await beginAs(rollcall, holder, "1");
    const refused = await rollcall.call("POST", path, { token });
    const wanted = { code: "reauthentication_required", acr: "2", methods: ["totp", "recovery_code"] };
    expect(await bodyOf<Problem>(refused)).toMatchObject(wanted);
    const strong = await proved(rollcall, token, { code: codeNow(rollcall) });
    expect((await rollcall.call("POST", path, { token: strong })).status).toBe(200);
  });

  it.each(["/me/factors/totp", "/me/passkeys/options"])(
    "takes that it was shown lately: POST %s (Q131)",
    async (path) => {
      const rollcall = startRollcall();
      const tokens = await beginAs(rollcall, await makeHolder(rollcall, "app"), "2");
      rollcall.clock.advance(601);
      // Whoever finds the session open, and knows the password, does not get to a factor of their own.
      const { accessToken: token } = await refreshed(rollcall, tokens);
      for (const response of [
        await rollcall.call("POST", path, { token }),
        await verify(rollcall, token, { password }),
      ])
        expect(await bodyOf<Problem>(response)).toMatchObject({ code: "reauthentication_required", acr: "2" });
    },
  );
});

describe("an account whose factors are good no more", () => {
  it("is told what is asked for, that it has nothing for it, and not to set up what it has (Q109)", async () => {
    const rollcall = startRollcall();
    const holder = await makeHolder(rollcall, "app");
    await change(rollcall, holder.userId, { wrongCodes: 50, "recoveryCodes.left": {} });
    const tokens = await beginAs(rollcall, holder, "2");
    rollcall.clock.advance(601);
    const { accessToken: token } = await refreshed(rollcall, tokens);
    const wanted = { code: "reauthentication_required", acr: "2", methods: [] };
    for (const response of [await stepUp(rollcall, token), await verify(rollcall, token, { password })])
      expect(await bodyOf<Problem>(response)).toMatchObject(wanted);
  });
});

describe("a proof that is as old as it may be", () => {
  it("is told the same by the token and by the account: nobody is sent to refresh for nothing (Q109)", async () => {
    const rollcall = startRollcall({ settings: { accessTokenTtl: 3_600 } });
    const holder = await makeHolder(rollcall, "none");
    // The time of a proof is kept to the millisecond, and told in whole seconds.
    rollcall.clock.advance(1.9 - (rollcall.clock.now().getTime() % 1000) / 1000);
    const { accessToken: token } = await beginAs(rollcall, holder, "1");
    const seen = new Set<string>();
    rollcall.clock.advance(598);
    for (let tenths = 0; tenths < 40; tenths++) {
      rollcall.clock.advance(0.1);
      const response = await rollcall.call("POST", "/me/password", { token, body: {} });
      seen.add((await bodyOf<Problem>(response)).code);
    }
    expect([...seen]).toEqual(["validation_failed", "reauthentication_required"]);
  });
});
