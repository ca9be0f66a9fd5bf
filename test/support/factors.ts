import type { SignedIn, Tokens } from "@rollcall/core";
import { expect } from "vitest";
import { hotp, stepAt } from "../../packages/core/src/authenticator-app/one-time-password.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { bodyOf, confirmAddress, logIn, signUp } from "./accounts.ts";
import { password, type TestRollcall } from "./rollcall.ts";

/** An authenticator app that has been set up, and the recovery codes that came with it. */
export interface App {
  id: string;
  secret: Buffer;
  recoveryCodes: string[];
}

/** An account with a second factor, in the session that has set it up. */
export interface Protected extends SignedIn {
  app: App;
  email: string;
  /** What is left to the account before anybody has signed in with the factor. */
  tokens: Tokens;
}

/** The code that an app shows now. It is good once. */
export const codeOf = ({ clock }: TestRollcall, { secret }: Pick<App, "secret">): string =>
  hotp(secret, stepAt(clock.now()));

/** One that it has not shown before: half a minute passes. */
export function nextCode(rollcall: TestRollcall, app: Pick<App, "secret">): string {
  rollcall.clock.advance(30);
  return codeOf(rollcall, app);
}

/** A code that no app of the account shows at this moment, nor beside it. */
export function wrongCodeOf({ clock }: TestRollcall, { secret }: Pick<App, "secret">, index = 0): string {
  const step = stepAt(clock.now());
  const shown = [-2, -1, 0, 1, 2].map((offset) => hotp(secret, step + offset));
  const candidates = Array.from({ length: 6 }, (_, place) => String(100_000 + ((index * 6 + place) % 900_000)));
  return candidates.find((code) => !shown.includes(code)) as string;
}

/** Posts a body, for whoever has this token. */
export const post = (rollcall: TestRollcall, path: string, body: object, token?: string): Promise<Response> =>
  rollcall.call("POST", path, { body, ...(token && { token }) });

/** What an app is to be given. */
export async function offerApp(rollcall: TestRollcall, token: string): Promise<Pick<App, "id" | "secret">> {
  const offer = await rollcall.call("POST", "/me/factors/totp", { token });
  expect(offer.status).toBe(200);
  const { id, secret } = await bodyOf<{ id: string; secret: string }>(offer);
  return { id, secret: fromBase32(secret) };
}

/** Sets an authenticator app up, in a session that may. */
export async function addApp(rollcall: TestRollcall, token: string, name?: string): Promise<App> {
  const { id, secret } = await offerApp(rollcall, token);
  const body = { id, code: codeOf(rollcall, { secret }), ...(name && { name }) };
  const confirmed = await rollcall.call("POST", "/me/factors/totp/confirm", { token, body });
  expect(confirmed.status).toBe(200);
  const { recoveryCodes = [] } = await bodyOf<{ recoveryCodes?: string[] }>(confirmed);
  return { id, secret, recoveryCodes };
}

/** Signs somebody up, and sets an authenticator app up for them. The tokens say that the session has two factors. */
export async function signUpProtected(rollcall: TestRollcall, email = "ada@example.com"): Promise<Protected> {
  const { user, tokens } = await signUp(rollcall, email);
  await confirmAddress(rollcall, email);
  const app = await addApp(rollcall, tokens.accessToken);
  return { user, app, email, tokens: await refreshed(rollcall, tokens) };
}

export async function refreshed(rollcall: TestRollcall, { refreshToken }: Pick<Tokens, "refreshToken">) {
  const answer = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  expect(answer.status).toBe(200);
  return (await bodyOf<{ tokens: Tokens }>(answer)).tokens;
}

/** What a first proof of an account with a factor is answered with. */
export interface Asked {
  code: string;
  mfaToken: string;
  methods: string[];
}

/** The first part of a sign-in, with the password. */
export async function askedFor(rollcall: TestRollcall, email: string, secret = password): Promise<Asked> {
  const answer = await logIn(rollcall, email, secret);
  expect(answer.status).toBe(401);
  const asked = await bodyOf<Asked>(answer);
  expect(asked.code).toBe("second_factor_required");
  return asked;
}

/** The second part. */
export const answerWith = (rollcall: TestRollcall, mfaToken: string, answer: object, ip?: string): Promise<Response> =>
  rollcall.call("POST", "/auth/mfa", { body: { mfaToken, ...answer }, ...(ip && { ip }) });

/** Both parts, with an app. */
export async function signInWithApp(rollcall: TestRollcall, { email, app }: Pick<Protected, "email" | "app">) {
  const { mfaToken } = await askedFor(rollcall, email);
  const answer = await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, app) });
  expect(answer.status).toBe(200);
  return bodyOf<SignedIn>(answer);
}

/** The account as it is stored. */
export async function storedAccount({ storage }: TestRollcall, userId: string): Promise<UserDocument> {
  return (await storage.database.collection(users).findOne({ _id: userId })) as UserDocument;
}

/** How strong each session of an account is, as it is stored. */
export async function strengthsOf(rollcall: TestRollcall, userId: string): Promise<Record<string, string>> {
  const { sessions, sessionDetails = {} } = await storedAccount(rollcall, userId);
  return Object.fromEntries(Object.keys(sessions).map((id) => [id, sessionDetails[id]?.acr ?? "1"]));
}

/** RFC 4648 section 6. */
export function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  ).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
