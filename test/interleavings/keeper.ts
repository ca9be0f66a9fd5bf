import { type Actor, type Context, RollcallError, register, type SignedIn, signIn } from "@rollcall/core";
import { confirmAuthenticatorApp, offerAuthenticatorApp } from "@rollcall/core/authenticator-app";
import { requestEmailChange } from "@rollcall/core/email-change";
import { requestSignInCode } from "@rollcall/core/email-sign-in";
import { forgotPassword } from "@rollcall/core/recovery";
import { completeSignIn } from "@rollcall/core/second-factor";
import { verifyEmail } from "@rollcall/core/verification";
import { hotp, stepAt } from "../../packages/core/src/authenticator-app/one-time-password.ts";
import type { UserDocument } from "../../packages/core/src/user/index.ts";
import { beginning } from "./process.ts";

export const keeperAddress = "dora@example.com";
export const keepersPassword = "crimson 47 gallery";

/** An app that is set up, or could be. */
export interface App {
  id: string;
  secret: Buffer;
}

/** An account with a second factor, its two sessions, and what its owner has in hand. */
export interface Kept {
  userId: string;
  app: App;
  recoveryCodes: string[];
  /** Halves of sign-ins that wait for their other half. */
  halves: [string, string];
  /** Another app that could be set up. */
  offer: App;
  /** Tokens of mails. */
  mailed: Record<"reset" | "code" | "change", string>;
  first: SignedIn;
  second: SignedIn;
}

/** What has to be there for somebody to live: processes at so many minutes from the beginning, and the mails that came. */
export interface Life {
  at(minutes: number, client: string, options?: { actor?: Actor }): Context;
  actorOf(signedIn: SignedIn): Actor;
  mailedFor(userId: string, purpose: "verify" | "reset" | "code" | "change"): Promise<string>;
}

/** Lives the life of somebody who has set up an app. Her mails are as those of everybody: the last of each kind is good. */
export async function liveKeeper({ at, actorOf, mailedFor }: Life): Promise<Kept> {
  const email = keeperAddress;
  const credentials = { email, password: keepersPassword };
  const first = (await register(at(-140, "keeper"), { ...credentials, name: "Dora" })) as SignedIn;
  const userId = first.user.id;
  await verifyEmail(at(-130, "keeper"), { token: await mailedFor(userId, "verify") });
  const actor = actorOf(first);
  const app = await offerTo(at(-120, "keeper", { actor }));
  const { recoveryCodes = [] } = await confirmAuthenticatorApp(at(-120, "keeper", { actor }), codeOf(app, -120));
  const mfaToken = await halfOf(signIn(at(-80, "keeper too"), credentials));
  const second = await completeSignIn(at(-80, "keeper too"), { mfaToken, code: codeOf(app, -80).code });
  await requestEmailChange(at(-20, "keeper", { actor }), {
    newEmail: "dora@example.org",
    password: keepersPassword,
  });
  await forgotPassword(at(-8, "keeper"), email);
  await requestSignInCode(at(-7, "keeper"), email);
  const offer = await offerTo(at(-5, "keeper", { actor }));
  const half = () => halfOf(signIn(at(-4, "keeper anew"), credentials));
  const mailed = {
    reset: await mailedFor(userId, "reset"),
    code: await mailedFor(userId, "code"),
    change: await mailedFor(userId, "change"),
  };
  return { userId, app, recoveryCodes, halves: [await half(), await half()], offer, mailed, first, second };
}

/** The app that is offered to whoever asks. */
export async function offerTo(ctx: Context): Promise<App> {
  const { id, secret } = await offerAuthenticatorApp(ctx);
  return { id, secret: fromBase32(secret) };
}

/** What an app shows so many minutes from the beginning. */
export function codeOf({ id, secret }: App, minutes = 0): { id: string; code: string } {
  return { id, code: hotp(secret, stepAt(new Date(beginning.getTime() + minutes * 60_000))) };
}

/** What stands for the first part of a sign-in, of an account that is asked for the second. */
export async function halfOf(signedIn: Promise<unknown>): Promise<string> {
  const error = await signedIn.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RollcallError) || error.code !== "second_factor_required")
    throw error ?? new Error("is let in");
  return (error.members as { mfaToken: string }).mfaToken;
}

/** Both parts, with whatever app the account has by now. */
export async function signInWhole(
  start: () => Context,
  { email, factors = {} }: UserDocument,
  password: string,
  apps: readonly App[],
): Promise<SignedIn> {
  const signedIn = signIn(start(), { email, password });
  const app = apps.find(({ id }) => id in factors);
  if (!app) return signedIn;
  const ctx = start();
  const code = hotp(app.secret, stepAt(ctx.clock.now()));
  return completeSignIn(ctx, { mfaToken: await halfOf(signedIn), code });
}

/** RFC 4648 section 6. */
function fromBase32(text: string): Buffer {
  const digit = (letter: string) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const bits = Array.from(text, digit).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
