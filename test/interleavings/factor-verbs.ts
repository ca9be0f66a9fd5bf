import { type ErrorCode, type SignedIn, signIn, type Tokens } from "@rollcall/core";
import { editUser } from "@rollcall/core/administration";
import { confirmAuthenticatorApp } from "@rollcall/core/authenticator-app";
import { changePassword } from "@rollcall/core/credentials";
import { deleteUser } from "@rollcall/core/deletion";
import { changeEmail } from "@rollcall/core/email-change";
import { redeemSignInCode } from "@rollcall/core/email-sign-in";
import { reauthenticate } from "@rollcall/core/reauthentication";
import { resetPassword } from "@rollcall/core/recovery";
import { completeSignIn, removeMyFactor, replaceRecoveryCodes } from "@rollcall/core/second-factor";
import { codeOf, keeperAddress, keepersPassword } from "./keeper.ts";
import type { Verb } from "./verbs.ts";

const tokensOf = async (signedIn: Promise<SignedIn>): Promise<Tokens> => (await signedIn).tokens;
const nothing = async (done: Promise<unknown>) => void (await done);

const ofHalves = ["invalid_credentials", "code_expired", "code_used"] satisfies ErrorCode[];
const ofSessions = ["invalid_token"] satisfies ErrorCode[];

/** Of the account that has a second factor. */
export const factorVerbs = {
  "begin with password": {
    of: "keeper",
    refusals: ["second_factor_required", "invalid_credentials"],
    counts: "guess",
    act: (ctx) => tokensOf(signIn(ctx, { email: keeperAddress, password: keepersPassword })),
  },
  "begin by mail": {
    of: "keeper",
    refusals: ["second_factor_required", ...ofHalves],
    act: (ctx, { kept }) => tokensOf(redeemSignInCode(ctx, { token: kept.mailed.code })),
  },
  "finish with app": {
    of: "keeper",
    uses: "the code",
    half: 0,
    refusals: ofHalves,
    counts: "guess",
    act: (ctx, { kept }) => tokensOf(completeSignIn(ctx, { mfaToken: kept.halves[0], code: codeOf(kept.app).code })),
  },
  "finish with recovery code": {
    of: "keeper",
    uses: "the recovery code",
    half: 0,
    refusals: ofHalves,
    counts: "guess",
    act: (ctx, { kept }) =>
      tokensOf(completeSignIn(ctx, { mfaToken: kept.halves[0], recoveryCode: read(kept.recoveryCodes[0]) })),
  },
  "finish another with it": {
    of: "keeper",
    uses: "the recovery code",
    half: 1,
    refusals: ofHalves,
    counts: "guess",
    act: (ctx, { kept }) =>
      tokensOf(completeSignIn(ctx, { mfaToken: kept.halves[1], recoveryCode: read(kept.recoveryCodes[0]) })),
  },
  "prove with app": {
    of: "keeper",
    as: "keeper",
    uses: "the code",
    refusals: [...ofSessions, "validation_failed"],
    act: (ctx, { kept }) => nothing(reauthenticate(ctx, { code: codeOf(kept.app).code })),
  },
  "add an app": {
    of: "keeper",
    changesFactors: true,
    as: "keeper",
    refusals: [...ofSessions, "code_used", "reauthentication_required"],
    act: (ctx, { kept }) => nothing(confirmAuthenticatorApp(ctx, codeOf(kept.offer))),
  },
  "remove the app": {
    of: "keeper",
    changesFactors: true,
    as: "keeper too",
    refusals: [...ofSessions, "not_found"],
    act: (ctx, { kept }) => nothing(removeMyFactor(ctx, kept.app.id)),
  },
  "remove the new app": {
    of: "keeper",
    changesFactors: true,
    as: "keeper too",
    refusals: [...ofSessions, "not_found"],
    act: (ctx, { kept }) => nothing(removeMyFactor(ctx, kept.offer.id)),
  },
  "replace codes": {
    of: "keeper",
    as: "keeper",
    refusals: [...ofSessions, "conflict"],
    act: (ctx) => nothing(replaceRecoveryCodes(ctx)),
  },
  "change its password": {
    of: "keeper",
    as: "keeper",
    refusals: [...ofSessions, "validation_failed"],
    act: (ctx) =>
      nothing(changePassword(ctx, { currentPassword: keepersPassword, newPassword: keepersPasswords.change })),
  },
  "reset its password": {
    of: "keeper",
    refusals: ["code_expired", "code_used"],
    act: (ctx, { kept }) =>
      nothing(resetPassword(ctx, { token: kept.mailed.reset, newPassword: keepersPasswords.reset })),
  },
  "change its address": {
    of: "keeper",
    refusals: ["code_expired", "code_used", "email_taken"],
    act: (ctx, { kept }) => nothing(changeEmail(ctx, { token: kept.mailed.change })),
  },
  "disable it": {
    of: "keeper",
    as: "administrator",
    refusals: ["not_found"],
    act: (ctx, { kept }) => nothing(editUser(ctx, kept.userId, { status: "disabled" })),
  },
  "delete it": {
    of: "keeper",
    as: "administrator",
    refusals: ["not_found"],
    isDone: (accounts, { kept }) =>
      accounts.some(({ _id, deletedAt }) => _id === kept.userId && deletedAt !== undefined),
    act: (ctx, { kept }) => nothing(deleteUser(ctx, kept.userId)),
  },
} as const satisfies Record<string, Verb>;

export const keepersPasswords = { change: "opal 29 thunder", reset: "cobalt 66 garden" } as const;

/** As the schema reads what people type. */
const read = (code = "") => code.replaceAll("-", "");
