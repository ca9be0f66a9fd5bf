import { basename } from "node:path";
import { type Settings, type SignedIn, signingKeyLifetime, type User } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { createTokenVerifier } from "@rollcall/verifier/service";
import { type TOTP, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { type FunctionUrlEvent, functionUrlHandler } from "../../packages/functions/src/lambda/function-url.ts";
import { type AuthorizerEvent, createAuthorizer } from "../../packages/functions/src/lambda/gateway-authorizer.ts";
import {
  bodyOf,
  confirmAddress,
  serviceTokenOf,
  sessionIdOf,
  signInAsAdministrator,
  signUp,
} from "../support/accounts.ts";
import { runFile } from "../support/commands.ts";
import { signUpProtected } from "../support/factors.ts";
import { functionUrlEvent } from "../support/function-url-event.ts";
import { eventFiles, readEvent } from "../support/lambda-events.ts";
import { lastMailTo, mailOf } from "../support/mails.ts";
import { password, startRollcall, testSecret } from "../support/rollcall.ts";

const context = { getRemainingTimeInMillis: () => 20_000 };

/** A service that is asked with events alone. */
function startHandler(settings: Partial<Settings> = {}) {
  const rollcall = startRollcall({ settings });
  const handler = functionUrlHandler({ fetch: (request) => rollcall.fetch(request) });
  const send = async <T>(name: string, status: number, values?: Record<string, string>): Promise<T> => {
    const answer = await handler(readEvent<FunctionUrlEvent>(`api/${name}`, values), context);
    expect([name, answer.statusCode]).toEqual([name, status]);
    return (answer.body ? JSON.parse(answer.body) : undefined) as T;
  };
  return { rollcall, send };
}

const tokensOf = ({ tokens }: SignedIn) => ({ ACCESS_TOKEN: tokens.accessToken, REFRESH_TOKEN: tokens.refreshToken });

describe("the test events of the API", () => {
  it("are there for each operation, in the form in which Lambda sends them", async () => {
    const response = await startRollcall().call("GET", "/openapi.json");
    const { paths } = await bodyOf<{ paths: Record<string, Record<string, { operationId: string }>> }>(response);
    const operations = Object.values(paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const names = eventFiles("api").map((file) => basename(file, ".json"));
    expect(names.toSorted()).toEqual(operations.map(kebab).sort());
    const expected = Object.keys(functionUrlEvent({})).sort();
    for (const name of names) {
      const { body, queryStringParameters, ...event } = readEvent<FunctionUrlEvent & Record<string, unknown>>(
        `api/${name}`,
      );
      expect(Object.keys(event).sort()).toEqual(expected);
    }
  });

  it("take an account from its registration to its end", async () => {
    const { rollcall, send } = startHandler();
    await send("register", 201);
    const other = tokensOf(await send<SignedIn>("login", 200));
    const mine = tokensOf(await send<SignedIn>("login", 200));
    const SESSION_ID = await sessionIdOf(rollcall, other.ACCESS_TOKEN);
    for (const [name, status] of [
      ["get-me", 200],
      ["create-service-token", 200],
      ["update-me", 200],
      ["list-my-sessions", 200],
      ["list-my-events", 200],
      ["refresh", 200],
      ["end-my-session", 204],
      ["end-my-other-sessions", 204],
      ["change-my-password", 204],
      ["logout", 204],
      ["get-me", 401],
    ] as const)
      await send(name, status, { ...mine, SESSION_ID, SERVICE: "orders" });
    await send("login", 401);
  });

  it("confirm an address and recover an account", async () => {
    const { rollcall, send } = startHandler();
    const { user } = await send<SignedIn>("register", 201);
    await send("resend-verification", 202);
    const CONFIRMATION_TOKEN = (await lastMailTo(rollcall, user.email)).token as string;
    await send("verify-email", 204, { CONFIRMATION_TOKEN });
    await send("forgot-password", 202);
    const RESET_TOKEN = (await lastMailTo(rollcall, user.email)).token as string;
    await send("reset-password", 204, { RESET_TOKEN });
    await send("login", 401);
  });

  it("delete an account", async () => {
    const { send } = startHandler();
    const mine = tokensOf(await send<SignedIn>("register", 201));
    await send("export-me", 200, mine);
    await send("delete-me", 204, mine);
    await send("login", 401);
  });

  it("give an account another address, and take it back from whoever did it", async () => {
    const { rollcall, send } = startHandler();
    const { user, tokens } = await signUp(rollcall);
    await confirmAddress(rollcall, user.email);
    await send("request-email-change", 202, { ACCESS_TOKEN: tokens.accessToken });
    const proof = await mailOf(rollcall, "change-email", "ada.king@example.com");
    await send("change-email", 204, { TOKEN: proof.token as string });
    const headers = { "user-agent": "Pets/3.2 (iPhone; iOS 26.1)" };
    await rollcall.call("POST", "/auth/login", { body: { email: "ada.king@example.com", password }, headers });
    const notice = await mailOf(rollcall, "new-sign-in", "ada.king@example.com");
    await send("disown-sign-in", 204, { TOKEN: notice.token as string });
  });

  it("sign in by mail", async () => {
    const { rollcall, send } = startHandler();
    await signUp(rollcall);
    await send("request-sign-in-code", 202);
    const { token = "" } = await lastMailTo(rollcall, "ada@example.com");
    await send("redeem-sign-in-code", 200, { TOKEN: token });
    await send("redeem-sign-in-code", 410, { TOKEN: token });
  });

  it("set up an authenticator app, and sign in with it", async () => {
    const { rollcall, send } = startHandler();
    const { user, tokens } = await signUp(rollcall);
    await confirmAddress(rollcall, user.email);
    const mine = { ACCESS_TOKEN: tokens.accessToken };
    const { id: FACTOR_ID, uri } = await send<{ id: string; uri: string }>("offer-authenticator-app", 200, mine);
    const shown = () => (URI.parse(uri) as TOTP).generate({ timestamp: rollcall.clock.now().getTime() });
    await send("confirm-authenticator-app", 200, { ...mine, FACTOR_ID, CODE: shown() });
    const { mfaToken: MFA_TOKEN } = await send<{ mfaToken: string }>("login", 401);
    rollcall.clock.advance(30);
    const signedIn = tokensOf(await send<SignedIn>("complete-sign-in", 200, { MFA_TOKEN, CODE: shown() }));
    for (const [name, status] of [
      ["list-my-factors", 200],
      ["rename-my-factor", 200],
      ["replace-recovery-codes", 200],
      ["remove-my-factor", 204],
    ] as const)
      await send(name, status, { ...signedIn, FACTOR_ID });
    await send("login", 200);
  });

  it("delete an account, and bring it back", async () => {
    const { rollcall, send } = startHandler({ deletionGrace: 86_400 });
    const account = await send<SignedIn>("register", 201);
    await send("delete-me", 204, tokensOf(account));
    await send("login", 401);
    const RESTORE_TOKEN = (await lastMailTo(rollcall, account.user.email)).token as string;
    await send("restore-account", 204, { RESTORE_TOKEN });
    await send("login", 200);
  });

  it("keep the factors of an account, which were to be removed", async () => {
    const { rollcall, send } = startHandler({ factorRemovalDelay: 86_400 });
    const { user } = await signUpProtected(rollcall);
    const { token: ADMIN_ACCESS_TOKEN } = await signInAsAdministrator(rollcall);
    await send("remove-user-factors", 202, { ADMIN_ACCESS_TOKEN, USER_ID: user.id });
    const KEEP_TOKEN = (await lastMailTo(rollcall, user.email)).token as string;
    await send("keep-factors", 204, { KEEP_TOKEN });
  });

  it("administer accounts", async () => {
    const { rollcall, send } = startHandler();
    const { token: ADMIN_ACCESS_TOKEN } = await signInAsAdministrator(rollcall);
    const { id: USER_ID } = await send<User>("create-user", 201, { ADMIN_ACCESS_TOKEN });
    const { user, tokens } = await signUp(rollcall);
    const SESSION_ID = await sessionIdOf(rollcall, tokens.accessToken);
    await send("list-users", 200, { ADMIN_ACCESS_TOKEN });
    await send("list-events", 200, { ADMIN_ACCESS_TOKEN });
    for (const [name, status] of [
      ["get-user", 200],
      ["list-user-sessions", 200],
      ["list-user-factors", 200],
      ["remove-user-factors", 204],
      ["end-user-session", 204],
      ["end-user-sessions", 204],
      ["send-password-reset", 202],
      ["update-user", 200],
      ["delete-user", 204],
    ] as const)
      await send(name, status, { ADMIN_ACCESS_TOKEN, USER_ID: user.id, SESSION_ID });
    await send("get-user", 200, { ADMIN_ACCESS_TOKEN, USER_ID });
  });

  it("ask what needs nobody's token", async () => {
    const { send } = startHandler();
    for (const name of ["jwks", "provider-metadata", "health", "ready", "open-api", "problem"])
      await send(`get-${name}`, 200);
  });
});

describe("the test events of the authorizer", () => {
  it.each(eventFiles("authorizer").map((file) => basename(file, ".json")))("let a good token in: %s", async (name) => {
    const rollcall = startRollcall();
    const { keyRing: keys, clock, settings } = rollcall.dependencies;
    const { user, tokens } = await signUp(rollcall);
    const { issuer } = settings;
    const authorize = createAuthorizer(createTokenVerifier({ keys, clock, issuer, audience: "orders" }));
    const SERVICE_TOKEN = await serviceTokenOf(rollcall, tokens.accessToken);
    const event = readEvent<AuthorizerEvent>(`authorizer/${name}`, { SERVICE_TOKEN });
    expect(await authorize(event)).toMatchObject({ context: { userId: user.id } });
  });
});

describe("the test events of the schedules", () => {
  it("hold nothing, because the schedules take no input", async () => {
    expect(readEvent("rotate-keys/schedule")).toEqual({});
    expect(readEvent("remove-expired/schedule")).toEqual({});
    expect(readEvent("relay/schedule")).toEqual({});
    const { dependencies } = startRollcall();
    expect(await dependencies.keyRing.rotate({ olderThan: signingKeyLifetime })).toMatchObject({ outcome: "current" });
    expect(await retain(dependencies)).toMatchObject({ sessions: 0, isComplete: true });
  });
});

/** From the folder of the repository, where the events are. */
const invoke = (file: string, env: Record<string, string> = {}) =>
  runFile("../../../scripts/invoke.ts", [file], {
    cwd: process.cwd(),
    env: { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test", ...env },
  });

describe("npm run invoke", () => {
  it("hands an event to the function as it is deployed, and prints the answer", async () => {
    const { code, stdout } = await invoke("lambda-events/api/get-provider-metadata.json");
    expect(code).toBe(0);
    expect(stdout).toContain('"statusCode": 200');
    expect(stdout).toContain("https://auth.example.test/.well-known/jwks.json");
  });

  it("fails as the function does, without its stack", async () => {
    const { code, stderr } = await invoke("lambda-events/authorizer/rest-token.json", { SERVICE_TOKEN: "x" });
    expect([code, stderr.trim()]).toEqual([1, "Error: Unauthorized"]);
  });

  it("says what it needs, and how it is called", async () => {
    const missing = await invoke("lambda-events/api/get-me.json");
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("ACCESS_TOKEN")]);
    for (const file of ["lambda-events", "lambda-events/api/nothing.json", "lambda-events/other/x.json"])
      expect((await invoke(file)).code).toBeGreaterThan(0);
  });
});
