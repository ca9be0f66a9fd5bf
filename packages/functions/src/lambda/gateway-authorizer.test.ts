import type { Demand } from "@rollcall/verifier";
import { createTokenVerifier } from "@rollcall/verifier/service";
import { describe, expect, it } from "vitest";
import { serviceTokenOf, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { compactJws, type Json, keySigner, takeApart } from "../../../../test/support/forged-tokens.ts";
import { startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { beginAs, makeHolder } from "../../../../test/support/step-up.ts";
import { type AuthorizerEvent, createAuthorizer } from "./gateway-authorizer.ts";

const methodArn = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod/GET/pets/7";
const stageArn = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod/*";

/** The three kinds of events, each with this value of the Authorization field. */
const ask = {
  token: (authorizationToken?: string) =>
    ({ type: "TOKEN", methodArn, ...(authorizationToken && { authorizationToken }) }) as AuthorizerEvent,
  request: (value?: string): AuthorizerEvent => ({
    type: "REQUEST",
    methodArn,
    headers: value === undefined ? null : { Host: "api.example.com", Authorization: value },
  }),
  http: (value?: string): AuthorizerEvent => ({
    type: "REQUEST",
    version: "2.0",
    routeArn: methodArn,
    headers: value === undefined ? {} : { authorization: value },
  }),
};

/** What integrations get to know of who has signed in with a password. */
const contextFor = (userId: string) => ({
  userId,
  sessionId: expect.stringMatching(/^sess_/),
  roles: "",
  acr: "1",
  amr: "pwd",
  authTime: expect.stringMatching(/^\d{10}$/),
});

/** A service with an account, and the authorizer of another service that knows its keys. */
async function startAuthorizer() {
  const rollcall = startRollcall();
  const { keyRing: keys, clock, settings } = rollcall.dependencies;
  const { user, tokens } = await signUp(rollcall);
  const verify = createTokenVerifier({ keys, clock, issuer: settings.issuer, audience: "orders" });
  const good = await serviceTokenOf(rollcall, tokens.accessToken);
  /** Genuine, and for others: this very service's issuer, another service, and several of which it is one. */
  const foreign = [
    tokens.accessToken,
    await serviceTokenOf(rollcall, tokens.accessToken, "https://billing.example.test"),
    await resigned(rollcall, good, { aud: ["orders"] }),
    await resigned(rollcall, good, { aud: ["orders", settings.issuer] }),
  ];
  return { rollcall, user, good, foreign, authorize: createAuthorizer(verify) };
}

async function resigned({ dependencies }: TestRollcall, token: string, changes: Json): Promise<string> {
  const { header, claims } = takeApart(token);
  const key = await dependencies.keyRing.signer();
  return compactJws(header, { ...claims, ...changes }, keySigner(key.privateKey()));
}

describe("the authorizer of a REST API", () => {
  it.each(["token", "request"] as const)(
    "lets a good token into the whole stage, and tells whose it is (%s)",
    async (kind) => {
      const { authorize, good, user } = await startAuthorizer();
      expect(await authorize(ask[kind](`Bearer ${good}`))).toEqual({
        principalId: user.id,
        policyDocument: {
          Version: "2012-10-17",
          Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: stageArn }],
        },
        context: contextFor(user.id),
      });
    },
  );

  it.each(["token", "request"] as const)("asks whoever brings no good token to sign in: 401 (%s)", async (kind) => {
    const { authorize, good, rollcall } = await startAuthorizer();
    for (const value of [undefined, "", good, `Basic ${good}`, "Bearer ", "Bearer x.y.z", `Bearer ${good}x`]) {
      await expect(authorize(ask[kind](value))).rejects.toThrow(/^Unauthorized$/);
    }
    rollcall.clock.advance(600);
    await expect(authorize(ask[kind](`Bearer ${good}`))).rejects.toThrow(/^Unauthorized$/);
  });

  it.each(["token", "request"] as const)("refuses a genuine token for anything else (%s) (Q187)", async (kind) => {
    const { authorize, foreign } = await startAuthorizer();
    for (const token of foreign)
      await expect(authorize(ask[kind](`Bearer ${token}`))).rejects.toThrow(/^Unauthorized$/);
  });

  it("names the roles", async () => {
    const { authorize, rollcall } = await startAuthorizer();
    const { token } = await signInAsAdministrator(rollcall);
    const forOrders = await serviceTokenOf(rollcall, token);
    expect(await authorize(ask.token(`Bearer ${forOrders}`))).toMatchObject({ context: { roles: "admin" } });
  });
});

describe("the authorizer of an HTTP API", () => {
  it("lets a good token in, and tells whose it is", async () => {
    const { authorize, good, user } = await startAuthorizer();
    expect(await authorize(ask.http(`Bearer ${good}`))).toEqual({
      isAuthorized: true,
      context: contextFor(user.id),
    });
  });

  it("keeps everybody else out (Q187)", async () => {
    const { authorize, good, foreign, rollcall } = await startAuthorizer();
    for (const value of [undefined, good, "Bearer x.y.z", ...foreign.map((token) => `Bearer ${token}`)])
      expect(await authorize(ask.http(value))).toEqual({ isAuthorized: false });
    rollcall.clock.advance(600);
    expect(await authorize(ask.http(`Bearer ${good}`))).toEqual({ isAuthorized: false });
  });
});

describe("an authorizer that asks for more than a token", () => {
  /** One that has such a demand, and a token that a session of this strength has asked for. */
  async function startDemanding(demand: Demand, acr: "1" | "2") {
    const rollcall = startRollcall();
    const { keyRing: keys, clock, settings } = rollcall.dependencies;
    const holder = await makeHolder(rollcall, acr === "2" ? "app" : "none");
    const token = await serviceTokenOf(rollcall, (await beginAs(rollcall, holder, acr)).accessToken);
    const verify = createTokenVerifier({ keys, clock, issuer: settings.issuer, audience: "orders" });
    const authorize = createAuthorizer(verify, demand, clock);
    return { holder, authorize, value: `Bearer ${token}`, clock: rollcall.clock };
  }

  it("lets two factors in, and says how they were proved (Q109)", async () => {
    const { authorize, value, holder } = await startDemanding({ acr: "2", maxAge: 300 }, "2");
    const context = { userId: holder.userId, acr: "2", amr: "pwd otp mfa" };
    expect(await authorize(ask.http(value))).toMatchObject({ isAuthorized: true, context });
    const allowed = { policyDocument: { Statement: [{ Effect: "Allow" }] }, context };
    expect(await authorize(ask.token(value))).toMatchObject(allowed);
  });

  it.each([
    [{ acr: "2" }, 0, 'Bearer error="insufficient_user_authentication", acr_values="2"'],
    [{ maxAge: 300 }, 302, 'Bearer error="insufficient_user_authentication", max_age="300", acr_values="1"'],
  ] as const)("keeps out who does not meet %j, and says what is missing (Q109)", async (demand, age, challenge) => {
    const { authorize, value, holder, clock } = await startDemanding(demand, "1");
    clock.advance(age);
    expect(await authorize(ask.http(value))).toEqual({ isAuthorized: false });
    for (const kind of ["token", "request"] as const) {
      expect(await authorize(ask[kind](value))).toEqual({
        principalId: holder.userId,
        policyDocument: {
          Version: "2012-10-17",
          Statement: [{ Action: "execute-api:Invoke", Effect: "Deny", Resource: stageArn }],
        },
        context: { challenge },
      });
    }
  });

  it("asks whoever brings no good token to sign in, as every authorizer does", async () => {
    const { authorize, value } = await startDemanding({ acr: "2" }, "1");
    await expect(authorize(ask.token(`${value}x`))).rejects.toThrow(/^Unauthorized$/);
  });
});

describe("the authorizer", () => {
  it("lets nobody in while the keys cannot be had", async () => {
    const { good, rollcall } = await startAuthorizer();
    const keys = { find: () => Promise.reject(new Error("the issuer answered 503")) };
    const { clock, settings } = rollcall.dependencies;
    const { issuer } = settings;
    const authorize = createAuthorizer(createTokenVerifier({ keys, clock, issuer, audience: "orders" }));
    for (const kind of ["token", "request", "http"] as const)
      await expect(authorize(ask[kind](`Bearer ${good}`))).rejects.toThrow("the issuer answered 503");
  });

  it("refuses events that are none of a gateway's authorizer", async () => {
    const { authorize } = await startAuthorizer();
    for (const event of [undefined, null, {}, { Records: [] }, { version: "2.0", rawPath: "/", headers: {} }])
      await expect(authorize(event as never)).rejects.toThrow("Not an event of an API Gateway authorizer");
  });

  it.each([null, undefined])("takes a part of an event that is %s for one that is not there", async (nothing) => {
    const { authorize, good } = await startAuthorizer();
    const fields = { headers: nothing, authorizationToken: nothing };
    for (const kind of ["token", "request"] as const) {
      await expect(authorize({ ...ask[kind](), ...fields } as never)).rejects.toThrow(/^Unauthorized$/);
      const placeless = { ...ask[kind](`Bearer ${good}`), methodArn: nothing } as never;
      await expect(authorize(placeless)).rejects.toThrow("Not an event of an API Gateway authorizer");
    }
    expect(await authorize({ ...ask.http(), ...fields } as never)).toEqual({ isAuthorized: false });
  });
});
