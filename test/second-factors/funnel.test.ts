import type { Settings, SignedIn, Tokens } from "@rollcall/core";
import { decodeJwt } from "jose";
import { expect, it } from "vitest";
import { bodyOf, confirmAddress, logIn, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { Authenticator } from "../support/authenticator.ts";
import { type DatabaseForm, databaseForms, describeOnEachDatabase } from "../support/databases.ts";
import {
  type Asked,
  addApp,
  answerWith,
  askedFor,
  type Protected,
  post,
  refreshed,
  signInWithApp,
  signUpProtected,
  strengthsOf,
  wrongCodeOf,
} from "../support/factors.ts";
import { mailOf } from "../support/mails.ts";
import {
  needsToken,
  type OpenApiDocument,
  operationsOf,
  readLocalDocument,
  type Schema,
} from "../support/openapi-document.ts";
import { addPasskey, signInWithPasskey, signUpWithPasskey } from "../support/passkeys.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

/** An account with a second factor, and whoever has everything of it but that. */
interface Scene {
  rollcall: TestRollcall;
  account: Protected;
  /** Tokens of before: of the session that has ended with the first factor. */
  before: Tokens;
  /** Tokens of a session of one factor, begun while the setting was `off`. */
  weak: Tokens;
  /** The same service under other settings. */
  under(settings: Partial<Settings>): TestRollcall;
}

/** How a route that answers with tokens is asked for some without the factor: each time it has to refuse. */
type Attempts = (scene: Scene) => Promise<Response>[];

/** The mail that signs in, asked for anew. */
async function mailedTo(rollcall: TestRollcall) {
  rollcall.clock.advance(60);
  await post(rollcall, "/auth/code", { email });
  return mailOf(rollcall, "sign-in-code", email);
}

/** A route that can answer with tokens has a row here. */
const routes: Record<string, Attempts> = {
  "POST /auth/register": ({ rollcall, under }) => [
    post(rollcall, "/auth/register", { email, password }),
    post(under({ mfa: "required" }), "/auth/register", { email, password }),
  ],
  "POST /auth/login": ({ rollcall, under }) => [
    logIn(rollcall, email),
    logIn(under({ mfa: "required" }), email),
    logIn(under({ mfa: "admins" }), email),
    post(rollcall, "/auth/login", { email: email.toUpperCase(), password }),
    rollcall.call("POST", "/auth/login", {
      body: { email, password },
      headers: { "x-rollcall-transport": "cookie", "sec-fetch-site": "same-origin", origin: rollcall.url },
    }),
  ],
  "POST /auth/code/redeem": ({ rollcall }) => [
    mailedTo(rollcall).then(async ({ token }) => {
      const answer = await post(rollcall, "/auth/code/redeem", { token });
      const { code } = await mailedTo(rollcall);
      expect((await post(rollcall, "/auth/code/redeem", { email, code })).status).toBe(401);
      return answer;
    }),
  ],
  "POST /auth/refresh": ({ rollcall, before, weak }) => [
    post(rollcall, "/auth/refresh", { refreshToken: before.refreshToken }),
    post(rollcall, "/auth/refresh", { refreshToken: weak.refreshToken }),
  ],
  "POST /auth/tokens": ({ rollcall, before, weak }) => [
    post(rollcall, "/auth/tokens", { audience: "orders" }, before.accessToken),
    post(rollcall, "/auth/tokens", { audience: "orders" }, weak.accessToken),
  ],
  "POST /auth/mfa": ({ rollcall, account }) => [
    (async () => {
      const { mfaToken } = await askedFor(rollcall, account.email);
      const other = await signUpProtected(rollcall, "grace@example.com");
      const others = await askedFor(rollcall, other.email);
      const answers = [
        { mfaToken, code: wrongCodeOf(rollcall, account.app) },
        { mfaToken, recoveryCode: other.app.recoveryCodes[0] },
        { mfaToken: others.mfaToken, recoveryCode: account.app.recoveryCodes[0] },
        { mfaToken: `${mfaToken.slice(0, -2)}AA`, recoveryCode: account.app.recoveryCodes[0] },
        { mfaToken },
      ];
      for (const answer of answers) {
        const response = await post(rollcall, "/auth/mfa", answer);
        expect([401, 410, 422]).toContain(response.status);
      }
      // And what another proof of the first kind would come to.
      return post(rollcall, "/auth/mfa", { mfaToken, password });
    })(),
  ],
  "POST /auth/passkey": ({ rollcall, account: { tokens, user } }) => [
    (async () => {
      const unsure = new Authenticator({ isUserVerified: false });
      expect((await addPasskey(rollcall, tokens.accessToken, unsure)).status).toBe(201);
      return signInWithPasskey(rollcall, unsure);
    })(),
    (async () => {
      const others = await signUpWithPasskey(rollcall, "edsger@example.com");
      const userHandle = Buffer.from(user.id).toString("base64url");
      return signInWithPasskey(rollcall, others.authenticator, {
        answer: (given) => ({ ...given, response: { ...given.response, userHandle } }),
      });
    })(),
  ],
  "POST /me/verify": ({ rollcall, account: { tokens }, before, weak }) => [
    post(rollcall, "/me/verify", { password }, tokens.accessToken),
    post(rollcall, "/me/verify", { password }, before.accessToken),
    post(rollcall, "/me/verify", { password }, weak.accessToken),
  ],
};

async function openScene(form: DatabaseForm): Promise<Scene> {
  const rollcall = startRollcall({ form });
  const under: Scene["under"] = (settings) => startRollcall({ shares: rollcall.storage, settings });
  const first = await signUp(rollcall, email);
  await confirmAddress(rollcall, email);
  const { tokens: before } = await signIn(rollcall, email);
  const app = await addApp(rollcall, first.tokens.accessToken);
  const { tokens: weak } = await signIn(under({ mfa: "off" }), email);
  const account = { ...first, app, email, tokens: await refreshed(rollcall, first.tokens) };
  return { rollcall, account, before, weak, under };
}

describeOnEachDatabase("an account with a second factor gets no session without it", (form) => {
  it.each(Object.entries(routes))("by %s (Q41, Q129, Q198)", async (route, attempts) => {
    const scene = await openScene(form);
    const { rollcall, account, weak } = scene;
    const sessions = await strengthsOf(rollcall, account.user.id);
    for (const answer of await Promise.all(attempts(scene))) {
      expect(answer.ok).toBe(false);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(await answer.text()).not.toMatch(/accessToken|refreshToken/);
    }
    const { sid } = decodeJwt(weak.accessToken) as { sid: string };
    expect(Object.entries(sessions).filter(([, acr]) => acr !== "2")).toEqual([[sid, "1"]]);
    // One that has begun while the setting was `off` ends with its next refresh.
    if (route === "POST /auth/refresh") delete sessions[sid];
    expect(await strengthsOf(rollcall, account.user.id)).toEqual(sessions);
  });

  it("and one of two factors with it, whatever came first", async () => {
    const { rollcall, account } = await openScene(form);
    const { token } = await mailedTo(rollcall);
    const asked = await bodyOf<Asked>(await post(rollcall, "/auth/code/redeem", { token }));
    const byMail = await answerWith(rollcall, asked.mfaToken, { recoveryCode: account.app.recoveryCodes[0] });
    const given = [await signInWithApp(rollcall, account), await bodyOf<SignedIn>(byMail)];
    for (const { tokens } of given) expect(decodeJwt(tokens.accessToken)).toMatchObject({ acr: "2" });
    const claims = given.map(({ tokens }) => decodeJwt(tokens.accessToken));
    expect(claims.map(({ amr }) => amr)).toEqual([
      ["pwd", "otp", "mfa"],
      ["otp", "mfa"],
    ]);
  });

  it("also by a reset of the password, after which it is asked for as before (Q41)", async () => {
    const { rollcall, account } = await openScene(form);
    await post(rollcall, "/auth/password/forgot", { email });
    const { token } = await mailOf(rollcall, "reset-password", email);
    const newPassword = "seven lighthouses in a row";
    const reset = await post(rollcall, "/auth/password/reset", { token, newPassword });
    expect([reset.status, await reset.text()]).toEqual([204, ""]);
    expect(await strengthsOf(rollcall, account.user.id)).toEqual({});
    expect((await askedFor(rollcall, email, newPassword)).methods).toEqual(["totp", "recovery_code"]);
  });
});

it("every route that can answer with tokens is one of these (Q198)", async () => {
  const document = await readLocalDocument();
  const named = operationsOf(document)
    .filter(({ operation: { responses } }) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith("2"))
        .flatMap(([, { content = {} }]) => Object.values(content))
        .some(({ schema }) => hasTokens(schema, document)),
    )
    .map(({ method, template }) => `${method} ${template}`);
  expect(named.sort()).toEqual(Object.keys(routes).sort());
});

/** Whether what a schema describes has a token anywhere in it. */
function hasTokens(schema: Schema, document: OpenApiDocument): boolean {
  const { $ref, properties = {}, anyOf = [], allOf = [], items } = schema;
  if (Object.keys(properties).some((name) => name === "accessToken" || name === "refreshToken")) return true;
  const named = $ref && document.components.schemas[$ref.replace("#/components/schemas/", "")];
  const parts = [
    ...Object.values(properties),
    ...anyOf,
    ...allOf,
    ...(items ? [items] : []),
    ...(named ? [named] : []),
  ];
  return parts.some((part) => hasTokens(part, document));
}

it("a session of one factor, begun while nobody was asked for two, sets up no other factor (Q41, Q131)", async () => {
  const { rollcall, weak } = await openScene(databaseForms()[0] as DatabaseForm);
  for (const path of ["/me/factors/totp", "/me/passkeys/options"]) {
    const answer = await rollcall.call("POST", path, { token: weak.accessToken });
    expect(await refusalOf(answer)).toBe("401 reauthentication_required");
  }
});

it.each([
  ["off", 200],
  ["optional", 401],
  ["admins", 401],
  ["required", 401],
] as const)("where MFA is %s, a password alone of who has a factor is answered %i", async (mfa, status) => {
  const { under } = await openScene(databaseForms()[0] as DatabaseForm);
  expect((await logIn(under({ mfa }), email)).status).toBe(status);
});

it("half a sign-in is no token for any route (Q129)", async () => {
  const { rollcall, account } = await openScene(databaseForms()[0] as DatabaseForm);
  const { mfaToken } = await askedFor(rollcall, account.email);
  for (const { method, template, operation } of operationsOf(await readLocalDocument()).filter(
    ({ template }) => !template.startsWith("/dev"),
  )) {
    if (!needsToken(operation)) continue;
    const path = template.replace(/\{[^}]+\}/g, account.user.id);
    const body = method === "GET" || method === "DELETE" ? undefined : {};
    expect(await refusalOf(await rollcall.call(method, path, { token: mfaToken, body }))).toBe("401 invalid_token");
  }
  expect(await refusalOf(await post(rollcall, "/auth/refresh", { refreshToken: mfaToken }))).toBe(
    "401 invalid_refresh_token",
  );
});
