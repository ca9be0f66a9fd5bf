import { type AccessToken, beginSession, systemContext, type Tokens, type UserDocument, users } from "@rollcall/core";
import { createUser } from "@rollcall/core/administration";
import { expect } from "vitest";
import { hotp, stepAt, toBase32 } from "../../packages/core/src/authenticator-app/one-time-password.ts";
import type { Factor } from "../../packages/core/src/factor/index.ts";
import { newRecoveryCodes } from "../../packages/core/src/recovery-code/index.ts";
import { bodyOf, refusalOf, statusOf } from "./accounts.ts";
import { password, type TestRollcall } from "./rollcall.ts";

/** What an account has beside its password. */
export type Kind = "none" | "app" | "passkey";

export interface Holder {
  userId: string;
  email: string;
  recoveryCodes: string[];
}

/** That of the test vectors (RFC 6238 appendix B). */
const secret = Buffer.from("12345678901234567890");

/** What an app shows at this moment. @param text its secret, if not that of {@link makeHolder}, in base32 */
export function codeNow({ clock }: TestRollcall, text = toBase32(secret)): string {
  return hotp(fromBase32(text), stepAt(clock.now()));
}

function fromBase32(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** An account that has had such a factor all along, with recovery codes, put into the database as it is. */
export async function makeHolder(
  rollcall: TestRollcall,
  kind: Kind,
  { email = "ada@example.com", roles = [] as "admin"[] } = {},
): Promise<Holder> {
  const { dependencies } = rollcall;
  const { id: userId } = await createUser(systemContext(dependencies), { email, password, roles });
  const { codes, stored } = newRecoveryCodes(dependencies, userId);
  const factors =
    kind === "none" ? {} : { factors: factorOf(rollcall, kind, userId), hasFactors: true, recoveryCodes: stored };
  await change(rollcall, userId, { emailVerified: true, ...factors });
  return { userId, email, recoveryCodes: codes };
}

function factorOf({ dependencies }: TestRollcall, kind: Exclude<Kind, "none">, userId: string): Record<string, Factor> {
  const id = "fact_01kkb2v0c6f0ht7r8d3m5n9q2s";
  const entry = { name: "First", createdAt: dependencies.clock.now(), lastUsedAt: null };
  if (kind === "app")
    return {
      [id]: {
        ...entry,
        type: "totp",
        secret: dependencies.secrets.seal("authenticator-app", secret, `${userId} ${id}`),
        step: 0,
      },
    };
  const credential = { credentialId: "Y3JlZA", publicKey: "a2V5", counter: 0, transports: [] };
  return { [id]: { ...entry, type: "passkey", ...credential, isBackupEligible: false, isBackedUp: false } };
}

/** Changes an account as no verb does. */
export async function change({ storage }: TestRollcall, userId: string, $set: Record<string, unknown>): Promise<void> {
  expect(await storage.database.collection(users).updateOne({ _id: userId }, { $set })).toBe(true);
}

export async function accountOf({ storage }: TestRollcall, userId: string): Promise<UserDocument> {
  return (await storage.database.collection(users).findOne({ _id: userId })) as UserDocument;
}

/** A session of one factor or two, whatever the policy is and the account has: it may have begun when both were others. */
export async function beginAs(rollcall: TestRollcall, { userId }: Holder, acr: "1" | "2"): Promise<Tokens> {
  const ctx = systemContext(rollcall.dependencies);
  const proofs = [{ method: "password" }, ...(acr === "2" ? [{ method: "totp" } as const] : [])] as const;
  const inThoseDays = { ...ctx, settings: { ...ctx.settings, mfa: "off" as const } };
  return (await beginSession(inThoseDays, await accountOf(rollcall, userId), { proofs })).tokens;
}

/** The access token that a session has now. */
export async function refreshed(
  rollcall: TestRollcall,
  { refreshToken }: Pick<Tokens, "refreshToken">,
): Promise<Tokens> {
  const response = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
  expect(response.status).toBe(200);
  return (await bodyOf<{ tokens: Tokens }>(response)).tokens;
}

export const verify = (rollcall: TestRollcall, token: string, body: object) =>
  rollcall.call("POST", "/me/verify", { token, body });

/** The access token of a proof that is expected to be taken. */
export async function proved(rollcall: TestRollcall, token: string, body: object): Promise<string> {
  const response = await verify(rollcall, token, body);
  expect(response.status).toBe(200);
  return (await bodyOf<AccessToken>(response)).accessToken;
}

/** Sets an app up, as the owner does. @returns the status and code of what is not as it should be, or of the last answer */
export async function enroll(rollcall: TestRollcall, token: string): Promise<string> {
  const offer = await rollcall.call("POST", "/me/factors/totp", { token });
  if (offer.status !== 200) return refusalOf(offer);
  const { id, secret } = await bodyOf<{ id: string; secret: string }>(offer);
  const body = { id, code: codeNow(rollcall, secret) };
  return statusOf(rollcall.call("POST", "/me/factors/totp/confirm", { token, body }));
}
