import { expect, it } from "vitest";
import { bodyOf, refusalOf, signIn, signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { password, testSettings } from "../../support/rollcall.ts";
import { startApi } from "./api.ts";

const login = { email: "ada@example.com", password };

it.runIf(hasMongodb)("registers, signs in, answers with the account, refreshes and signs out", async () => {
  const api = await startApi({ mongodbUri: (await newMongodbUri()).uri });
  const { user } = await signUp(api);
  const { tokens } = await signIn(api, user.email);
  const me = await api.call("GET", "/me", { token: tokens.accessToken });
  expect(await bodyOf(me)).toMatchObject({ id: user.id, email: user.email });

  const refreshed = await api.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
  const { refreshToken } = (await bodyOf<{ tokens: typeof tokens }>(refreshed)).tokens;
  expect((await api.call("POST", "/auth/logout", { body: { refreshToken } })).status).toBe(204);
  expect(await refusalOf(await api.call("POST", "/auth/refresh", { body: { refreshToken } }))).toBe(
    "401 invalid_refresh_token",
  );
});

it.runIf(hasMongodb)("reads a body that is handed over in Base64 like one that is not", async () => {
  const api = await startApi({ mongodbUri: (await newMongodbUri()).uri });
  await signUp(api, login.email, { name: "Ada Lovelace, née Byron" });
  const call = { method: "POST", path: "/auth/login", body: login };
  for (const isBase64Encoded of [false, true]) {
    const answer = await api.send({ ...call, isBase64Encoded });
    expect(await bodyOf(answer)).toMatchObject({ user: { name: "Ada Lovelace, née Byron" } });
  }
  const broken = { ...call, body: "{", isBase64Encoded: true };
  expect(await refusalOf(await api.send(broken))).toBe("400 malformed_json");
});

it.runIf(hasMongodb)("keeps the refresh token of a page in a cookie, from signing in to signing out", async () => {
  const api = await startApi({ mongodbUri: (await newMongodbUri()).uri });
  await signUp(api);
  const headers = { origin: testSettings.issuer, "x-rollcall-transport": "cookie" };
  let cookies: string[] = [];
  for (const [path, status] of [
    ["/auth/login", 200],
    ["/auth/refresh", 200],
    ["/auth/logout", 204],
  ] as const) {
    const answer = await api.send({
      method: "POST",
      path,
      body: path === "/auth/login" ? login : {},
      headers,
      cookies,
    });
    expect(answer.status).toBe(status);
    cookies = answer.headers.getSetCookie().map((field) => field.replace(/;.*/, ""));
    expect(cookies).toEqual([expect.stringMatching(/^__Host-rollcall=/)]);
  }
  expect(cookies).toEqual(["__Host-rollcall="]);
});

it.runIf(hasMongodb)("ignores cookies that nobody has asked for", async () => {
  const api = await startApi({ mongodbUri: (await newMongodbUri()).uri });
  const { tokens } = await signUp(api);
  const cookies = ["a=b", `access_token=${tokens.accessToken}`, `authorization=Bearer ${tokens.accessToken}`];
  expect(await refusalOf(await api.send({ path: "/me", cookies }))).toBe("401 missing_token");
  const answer = await api.send({ method: "POST", path: "/auth/login", body: login, cookies });
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([200, null]);
});

it("refuses the largest body that Lambda hands over", async () => {
  const api = await startApi();
  const body = JSON.stringify(login).padEnd(5_900_000);
  for (const isBase64Encoded of [false, true]) {
    const answer = await api.send({
      method: "POST",
      path: "/auth/login",
      body: isBase64Encoded ? body.slice(0, 4_400_000) : body,
      isBase64Encoded,
    });
    expect(await refusalOf(answer)).toBe("413 payload_too_large");
  }
});
