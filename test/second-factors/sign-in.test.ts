import type { SignedIn } from "@rollcall/core";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, logIn, refreshes, refusalOf, statusOf } from "../support/accounts.ts";
import { cookieName } from "../support/cookie-page.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import {
  type Asked,
  addApp,
  answerWith,
  askedFor,
  nextCode,
  post,
  signUpProtected,
  storedAccount,
  wrongCodeOf,
} from "../support/factors.ts";
import { inARow, startLimited, times } from "../support/guessing.ts";
import { mailOf, templatesTo } from "../support/mails.ts";
import { examplesOf, needsToken, operationsOf, readDocument, typesOf } from "../support/openapi-document.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

/** A link and a code that sign in by mail. */
async function mailed(rollcall: TestRollcall) {
  rollcall.clock.advance(60);
  await post(rollcall, "/auth/code", { email });
  const { token, code } = await mailOf(rollcall, "sign-in-code", email);
  return { token, code };
}

/** The ways to give a first proof: each is answered with what is missing. */
const firstProofs: Record<string, (rollcall: TestRollcall) => Promise<Response>> = {
  "a password": (rollcall) => logIn(rollcall, email),
  "a mailed link": async (rollcall) => {
    const { token } = await mailed(rollcall);
    return post(rollcall, "/auth/code/redeem", { token });
  },
  "a mailed code": async (rollcall) => {
    const { code } = await mailed(rollcall);
    return post(rollcall, "/auth/code/redeem", { email, code });
  },
  "the password that a reset has set": async (rollcall) => {
    await post(rollcall, "/auth/password/forgot", { email });
    const { token } = await mailOf(rollcall, "reset-password", email);
    expect((await post(rollcall, "/auth/password/reset", { token, newPassword })).status).toBe(204);
    return logIn(rollcall, email, newPassword);
  },
};

describeOnEachDatabase("a second factor is asked for after", (form) => {
  it.each(Object.entries(firstProofs))("%s, and makes a session of two of it (Q41)", async (name, prove) => {
    const rollcall = startRollcall({ form });
    const { app, user } = await signUpProtected(rollcall, email);
    const before = await storedAccount(rollcall, user.id);
    const answer = await prove(rollcall);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    const asked = await bodyOf<Problem & Asked & { expiresIn: number }>(answer);
    expect(asked).toMatchObject({
      code: "second_factor_required",
      methods: ["totp", "recovery_code"],
      expiresIn: 300,
    });
    expect(JSON.stringify(asked)).not.toMatch(/accessToken|refreshToken|ada@/);
    const after = await storedAccount(rollcall, user.id);
    expect(after.lastLoginAt).toEqual(before.lastLoginAt);
    const completed = await answerWith(rollcall, asked.mfaToken, { code: nextCode(rollcall, app) });
    expect([completed.status, completed.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const signedIn = await bodyOf<SignedIn>(completed);
    const amr = name.startsWith("a mailed") ? ["otp", "mfa"] : ["pwd", "otp", "mfa"];
    expect(decodeJwt(signedIn.tokens.accessToken)).toMatchObject({ sub: user.id, acr: "2", amr });
    expect(signedIn.user).toMatchObject({ id: user.id, email });
    expect(await refreshes(rollcall, signedIn.tokens.refreshToken)).toBe(true);
  });

  it("a mailed proof, which is used up by it, and a wrong one, which is told as before", async () => {
    const rollcall = startRollcall({ form });
    await signUpProtected(rollcall, email);
    const { token } = await mailed(rollcall);
    const redeem = () => statusOf(post(rollcall, "/auth/code/redeem", { token }));
    expect([await redeem(), await redeem()]).toEqual(["401 second_factor_required", "410 code_used"]);
    expect(await refusalOf(await logIn(rollcall, email, "not the right password"))).toBe("401 invalid_credentials");
  });

  it("is told to the audit trail, as is what is tried, and to the owner once there is a session", async () => {
    const rollcall = startRollcall({ form });
    const { app, user } = await signUpProtected(rollcall, email);
    const sent = await templatesTo(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    await answerWith(rollcall, mfaToken, { code: wrongCodeOf(rollcall, app) });
    await answerWith(rollcall, mfaToken, { recoveryCode: "0000-0000-0000" });
    expect(await templatesTo(rollcall, email)).toEqual(sent);
    await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) });
    const trail = (await eventsOf(rollcall, user.id)).slice(-4).map(({ type, data }) => [type, data]);
    expect(trail).toMatchObject([
      ["second_factor.asked", { amr: ["pwd"] }],
      ["second_factor.refused", { method: "totp" }],
      ["second_factor.refused", { method: "recovery_code" }],
      ["session.started", { amr: ["pwd", "otp", "mfa"] }],
    ]);
  });
});

describeOnEachDatabase("guesses at a second factor", (form) => {
  it("are counted with those at the password, however often the first part is repeated (Q127)", async () => {
    const rollcall = startLimited({ form });
    const { app } = await signUpProtected(rollcall, email);
    const guesses = await times(10, async (index) => {
      const first = await logIn(rollcall, email);
      if (first.status === 429) return first;
      const { mfaToken } = await bodyOf<Asked>(first);
      return answerWith(rollcall, mfaToken, { code: wrongCodeOf(rollcall, app, index) });
    });
    // Of ten attempts five are first parts, which forget nothing.
    expect(inARow(guesses)).toBe("401 ×5, 429 ×5");
  });

  it("leave the owner their own count, once they have proved both", async () => {
    const rollcall = startLimited({ form });
    const { app } = await signUpProtected(rollcall, email);
    for (let time = 0; time < 8; time++) {
      const { mfaToken } = await askedFor(rollcall, email);
      expect(await statusOf(answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) }))).toBe("200");
    }
  });

  it("are not given back by setting up an app, for which nobody has to be the owner", async () => {
    const rollcall = startLimited({ form });
    const { tokens } = await signUpProtected(rollcall, email);
    const body = { email, password: "not the right password" };
    const wrong = () => rollcall.call("POST", "/auth/login", { body, ip: "198.51.100.9" });
    // Two apps are two attempts of ten.
    await times(7, wrong);
    await addApp(rollcall, tokens.accessToken);
    expect(inARow(await times(3, wrong))).toBe("401 ×1, 429 ×2");
  });
});

describe("the token of half a sign-in", () => {
  it("opens nothing in any field of any other route, nor as a cookie (Q129)", async () => {
    const rollcall = startRollcall();
    const { user } = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    const document = await readDocument();
    const before = Object.keys((await storedAccount(rollcall, user.id)).sessions);
    let tried = 0;
    for (const { template, method, operation } of operationsOf(document)) {
      const content = operation.requestBody?.content["application/json"];
      if (needsToken(operation) || !content || template === "/auth/mfa") continue;
      const [example] = examplesOf(content, document) as Record<string, unknown>[];
      const fields = Object.entries(content.schema.properties ?? {}).filter(([, schema]) =>
        typesOf(schema).includes("string"),
      );
      for (const [field] of fields) {
        const answer = await rollcall.call(method, template, {
          body: { ...example, ...(field === "token" ? {} : { email }), [field]: mfaToken },
          headers: { cookie: `${cookieName}=${mfaToken}.AAAA` },
        });
        expect(await answer.text(), `${template} ${field}`).not.toMatch(/accessToken/);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(20);
    const headers = {
      "x-rollcall-transport": "cookie",
      origin: rollcall.url,
      cookie: `${cookieName}=${mfaToken}.AAAA`,
    };
    expect(await statusOf(rollcall.call("POST", "/auth/refresh", { body: {}, headers }))).toBe(
      "401 invalid_refresh_token",
    );
    expect(Object.keys((await storedAccount(rollcall, user.id)).sessions)).toEqual(before);
  });
});
