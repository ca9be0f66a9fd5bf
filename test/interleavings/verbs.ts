import {
  type Context,
  type ErrorCode,
  editMe,
  endMyOtherSessions,
  refresh,
  register,
  type Settings,
  type SignedIn,
  signIn,
  signOut,
  type Tokens,
} from "@rollcall/core";
import { editUser } from "@rollcall/core/administration";
import { confirmAuthenticatorApp } from "@rollcall/core/authenticator-app";
import { changePassword } from "@rollcall/core/credentials";
import { deleteMe, deleteUser, restoreAccount } from "@rollcall/core/deletion";
import { changeEmail } from "@rollcall/core/email-change";
import { redeemSignInCode } from "@rollcall/core/email-sign-in";
import { forgotPassword, resetPassword } from "@rollcall/core/recovery";
import { disownSignIn } from "@rollcall/core/takeover";
import { resendVerification, verifyEmail } from "@rollcall/core/verification";
import type { UserDocument } from "../../packages/core/src/user/index.ts";
import { factorVerbs } from "./factor-verbs.ts";
import { codeOf } from "./keeper.ts";
import { type Mailbox, relayOnce } from "./relay.ts";
import { address, newcomer, otherAddress, password, type World } from "./world.ts";

/** Something that a process does for somebody who waits for its answer. */
export interface Verb {
  /** Whose session asks. */
  as?: "first" | "second" | "administrator" | "keeper" | "keeper too";
  /** Whose account it is about, where that is not the one that most are about. */
  of?: "keeper";
  /** What is good once, and is used up by it. */
  uses?: "the code" | "the recovery code";
  changesFactors?: true;
  /** Which half of a sign-in it is the other one of. */
  half?: 0 | 1;
  settings?: Partial<Settings>;
  /** Where it comes from, unless from where all others do. */
  ip?: string;
  /** What it may be refused with, depending on what came before it. */
  refusals: ErrorCode[];
  /** What it is counted as by the network that it comes from. */
  counts?: "guess" | "register" | "mail";
  /** Whether what it was asked for is so already: then it does not matter whether it is told so or refused. */
  isDone?(accounts: readonly UserDocument[], world: World): boolean;
  /** @returns the tokens that it hands out, where it does */
  act(ctx: Context, world: World, mailbox: Mailbox): Promise<Tokens | undefined>;
}

export const passwords = {
  change: "amber 55 lantern",
  reset: "copper 92 meadow",
  register: "silver 38 anchor",
  "register again": "marble 64 orchard",
  "register once more": "pewter 83 island",
  "register as a stranger": "timber 12 velvet",
} as const;

/** A name of an attempt, as the client makes them. */
export const attempt = "c2FtZS1hdHRlbXB0LWFnYWlu";

const tokensOf = async (signedIn: Promise<SignedIn | null>) => (await signedIn)?.tokens;
const nothing = async (done: Promise<unknown>) => void (await done);

const isDeleted: Verb["isDone"] = (accounts, { userId }) =>
  accounts.some(({ _id, deletedAt }) => _id === userId && deletedAt !== undefined);

const isGone: Verb["isDone"] = (accounts, { userId }) =>
  accounts.some(({ _id, deletedAt, deletesAt }) => _id === userId && (deletedAt ?? deletesAt) !== undefined);

export const verbs = {
  /** Of the address that the account is about to change to. */
  register: {
    refusals: ["email_taken"],
    counts: "register",
    act: (ctx) => tokensOf(register(ctx, { email: otherAddress, password: passwords.register })),
  },
  /** Of the account's own address, which is free once it has another one, or is deleted. */
  "register again": {
    refusals: ["email_taken"],
    counts: "register",
    act: (ctx) => tokensOf(register(ctx, { email: address, password: passwords["register again"] })),
  },
  /** With a factor, which somebody may have added meanwhile, there is a second part. */
  "sign in": {
    refusals: ["invalid_credentials", "second_factor_required"],
    counts: "guess",
    act: (ctx) => tokensOf(signIn(ctx, { email: address, password })),
  },
  "sign in by mail": {
    refusals: ["code_expired", "code_used", "invalid_credentials", "second_factor_required"],
    act: (ctx, { mailed }) => tokensOf(redeemSignInCode(ctx, { token: mailed.code })),
  },
  refresh: {
    refusals: ["invalid_refresh_token"],
    act: (ctx, { first }) => refresh(ctx, { refreshToken: first.refreshToken, attempt }),
  },
  /** By a client that names no attempt, such as another tab with the same token. */
  "refresh too": {
    refusals: ["invalid_refresh_token"],
    act: (ctx, { first }) => refresh(ctx, { refreshToken: first.refreshToken }),
  },
  "sign out": {
    refusals: [],
    act: (ctx, { first }) => nothing(signOut(ctx, first.refreshToken)),
  },
  "end other sessions": {
    as: "second",
    refusals: ["invalid_token"],
    act: (ctx) => nothing(endMyOtherSessions(ctx)),
  },
  "change name": {
    as: "first",
    refusals: ["invalid_token"],
    act: (ctx) => nothing(editMe(ctx, { name: "Augusta King" })),
  },
  "change password": {
    as: "first",
    refusals: ["invalid_token", "validation_failed"],
    act: (ctx) => nothing(changePassword(ctx, { currentPassword: password, newPassword: passwords.change })),
  },
  enroll: {
    as: "first",
    changesFactors: true,
    refusals: ["invalid_token", "code_used"],
    act: (ctx, { offer }) => nothing(confirmAuthenticatorApp(ctx, codeOf(offer))),
  },
  "ask for reset": {
    refusals: [],
    counts: "mail",
    act: (ctx) => nothing(forgotPassword(ctx, address)),
  },
  "reset password": {
    refusals: ["code_expired", "code_used"],
    act: (ctx, { mailed }) => nothing(resetPassword(ctx, { token: mailed.reset, newPassword: passwords.reset })),
  },
  "change address": {
    refusals: ["code_expired", "code_used", "email_taken"],
    act: (ctx, { mailed }) => nothing(changeEmail(ctx, { token: mailed.change })),
  },
  "take back": {
    refusals: ["code_expired", "code_used", "email_taken"],
    act: (ctx, { mailed }) => nothing(disownSignIn(ctx, { token: mailed["not-me"] })),
  },
  rename: {
    as: "administrator",
    refusals: ["not_found"],
    act: (ctx, { userId }) => nothing(editUser(ctx, userId, { name: "Countess of Lovelace" })),
  },
  disable: {
    as: "administrator",
    refusals: ["not_found"],
    act: (ctx, { userId }) => nothing(editUser(ctx, userId, { status: "disabled" })),
  },
  delete: {
    as: "administrator",
    refusals: ["not_found"],
    isDone: isDeleted,
    act: (ctx, { userId }) => nothing(deleteUser(ctx, userId)),
  },
  "delete mine": {
    as: "second",
    refusals: ["invalid_token", "validation_failed"],
    isDone: isGone,
    act: (ctx) => nothing(deleteMe(ctx, password)),
  },
  "delete for later": {
    as: "second",
    settings: { deletionGrace: 86_400 },
    refusals: ["invalid_token", "validation_failed"],
    isDone: isGone,
    act: (ctx) => nothing(deleteMe(ctx, password)),
  },
  /** The other account, that waits to be deleted. */
  restore: {
    refusals: ["code_expired", "code_used"],
    act: (ctx, { mailed }) => nothing(restoreAccount(ctx, { token: mailed.restore })),
  },
  "let in": {
    as: "administrator",
    refusals: ["not_found"],
    act: (ctx, { leaverId }) => nothing(editUser(ctx, leaverId, { status: "active" })),
  },
  "shut out": {
    as: "administrator",
    refusals: ["not_found"],
    act: (ctx, { leaverId }) => nothing(editUser(ctx, leaverId, { status: "disabled" })),
  },
  "delete at once": {
    as: "administrator",
    refusals: ["not_found"],
    act: (ctx, { leaverId }) => nothing(deleteUser(ctx, leaverId)),
  },
  /** Of the address whose registration waits for its proof, by whoever has registered it. */
  "register once more": {
    settings: { registration: "verify" },
    refusals: [],
    counts: "register",
    act: (ctx) => tokensOf(register(ctx, { ...newcomer, password: passwords["register once more"] })),
  },
  "register as a stranger": {
    settings: { registration: "verify" },
    ip: "198.51.100.9",
    refusals: [],
    act: (ctx) => tokensOf(register(ctx, { ...newcomer, password: passwords["register as a stranger"] })),
  },
  prove: {
    refusals: ["code_expired", "code_used"],
    act: (ctx, { mailed }) => nothing(verifyEmail(ctx, { token: mailed.verify })),
  },
  "ask for proof": {
    refusals: [],
    counts: "mail",
    act: (ctx) => nothing(resendVerification(ctx, newcomer.email)),
  },
  "sign in anew": {
    refusals: ["invalid_credentials"],
    counts: "guess",
    act: (ctx) => tokensOf(signIn(ctx, newcomer)),
  },
  "rotate keys": {
    refusals: [],
    act: (ctx) => nothing(ctx.keyRing.rotate()),
  },
  ...factorVerbs,
  relay: {
    refusals: [],
    act: (ctx, _world, mailbox) => relayOnce(ctx, mailbox).then(() => undefined),
  },
} as const satisfies Record<string, Verb>;

export type VerbName = keyof typeof verbs;

const ofLeaving = ["restore", "let in", "shut out", "delete at once"] as const;
const ofProving = ["register once more", "register as a stranger", "prove", "ask for proof", "sign in anew"] as const;
/** These meet those only with which they have something in common. */
const apart: readonly string[] = ["finish another with it", "remove the new app"];
const ofFactors = Object.keys(factorVerbs) as (keyof typeof factorVerbs)[];
const others: readonly string[] = [...ofLeaving, ...ofProving, ...ofFactors];

/** Who meets whom: what is done with one account. */
export const groups: readonly (readonly VerbName[])[] = [
  (Object.keys(verbs) as VerbName[]).filter((name) => !others.includes(name)),
  ofLeaving,
  ofProving,
  ofFactors.filter((name) => !apart.includes(name)),
];

/** The verb of a task, whose name may have a number. */
export const verbOf = (task: string): Verb => verbs[task.replace(/ \d+$/, "") as VerbName];
