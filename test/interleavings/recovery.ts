import { type Context, type Database, type ErrorCode, RollcallError, refresh, register, signIn } from "@rollcall/core";
import { editUser } from "@rollcall/core/administration";
import { forgotPassword, resetPassword } from "@rollcall/core/recovery";
import {
  encodeOneTimeToken,
  entryOf,
  type OneTimeSlice,
  type Purpose,
  type UndoPurpose,
} from "../../packages/core/src/one-time/index.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { toldProperly } from "./delivery.ts";
import { keepersPasswords } from "./factor-verbs.ts";
import { type App, keeperAddress, keepersPassword, signInWhole } from "./keeper.ts";
import type { Outcome } from "./outcome.ts";
import { beginning, hashOf, secrets, settableClock, startProcess } from "./process.ts";
import { relayOnce } from "./relay.ts";
import { attempt, passwords, verbOf } from "./verbs.ts";
import { address, password, sessionsPerAccount } from "./world.ts";

/** Seconds after which whatever died is known to have: more than a relay's lease. */
const later = 120;

const everyPassword = [password, keepersPassword, ...Object.values(passwords), ...Object.values(keepersPasswords)];

export type Recovered = Record<"mails and events" | "tokens" | "recovery", string[]>;

/**
 * Goes on after a schedule, and so changes what is stored: relays tell what is left to be told, tokens that were handed out are good,
 * and the account's owner gets in. @returns what does not hold
 */
export async function recover(database: Database, outcome: Outcome): Promise<Recovered> {
  const clock = settableClock(new Date(beginning.getTime() + later * 1_000));
  const start = (actor?: "system") =>
    startProcess({ database, clock, settings: { sessionsPerAccount }, ...(actor && { actor }) });
  await relayOnce(start(), outcome.mailbox);
  const told = await toldProperly(database, outcome);
  const tokens = await faultsOfTokens(start(), outcome);
  const recovery = await problemsOf(async () => {
    const { world, names } = outcome;
    const isKeepers = names.some((name) => verbOf(name).of === "keeper");
    const owner = isKeepers
      ? { _id: world.kept.userId, email: keeperAddress, apps: [world.kept.app, world.kept.offer] }
      : { _id: world.userId, email: address, apps: [world.offer] };
    const account = await read(database, owner._id);
    if ((account.status as string) === "deleted") return registerAnew(start(), owner.email);
    if (account.status === "disabled") await editUser(start("system"), account._id, { status: "active" });
    await signInAsOwner(start, account, owner.apps);
    clock.set(new Date(clock.now().getTime() + 3_600_000));
    await resetAsOwner(start, database, account, owner.apps);
  });
  return { "mails and events": told, tokens, recovery };
}

/** What was handed out is signed by a key that is published; and is good for as long as its session is there. */
async function faultsOfTokens(ctx: Context, { handedOut, accounts, names, world }: Outcome): Promise<string[]> {
  const faults: string[] = [];
  const isOpen = (userId: string, sessionId: string) =>
    accounts.some(
      ({ _id, status, sessions }) => _id === userId && status === "active" && sessions[sessionId] !== undefined,
    );
  const { actor, refreshToken } = world.first;
  // Whoever has not heard the answer tries again with the same attempt, however late, unless another client has the token, too.
  if (names.includes("refresh") && !names.includes("refresh too") && isOpen(actor.userId, actor.sessionId))
    faults.push(...(await problemsOf(() => refresh(ctx, { refreshToken, attempt }))));
  const tried = new Set<string>();
  for (const { tokens, claims } of handedOut) {
    if (!(await ctx.accessTokens.verify(tokens.accessToken))) faults.push("an access token does not verify");
    if (!isOpen(claims.userId, claims.sessionId) || tried.has(claims.sessionId)) continue;
    tried.add(claims.sessionId);
    faults.push(...(await problemsOf(() => refresh(ctx, { refreshToken: tokens.refreshToken }))));
  }
  return faults;
}

async function signInAsOwner(start: () => Context, account: UserDocument, apps: readonly App[]): Promise<void> {
  const { email, passwordHash } = account;
  const right = everyPassword.find((each) => hashOf(each) === passwordHash);
  for (const each of right === password ? [password] : [password, right]) {
    if (each === undefined) continue;
    if (each === right) await signInWhole(start, account, each, apps);
    else await expectRefusal(signIn(start(), { email, password: each }), "invalid_credentials");
  }
}

/** By a mail, whatever has become of the password. */
async function resetAsOwner(
  start: () => Context,
  database: Database,
  { _id, email }: UserDocument,
  apps: readonly App[],
): Promise<void> {
  await forgotPassword(start(), email);
  const fresh = await read(database, _id);
  const token = tokenFor(fresh, "reset");
  const newPassword = "quiet 17 granite";
  await resetPassword(start(), { token, newPassword });
  const { tokens } = await signInWhole(start, fresh, newPassword, apps);
  await refresh(start(), { refreshToken: tokens.refreshToken });
  await expectRefusal(resetPassword(start(), { token, newPassword }), "code_used");
  const { sessions } = await read(database, _id);
  if (Object.keys(sessions).length !== 1) throw new Error("sessions have survived a reset");
}

async function registerAnew(ctx: Context, email: string): Promise<void> {
  const taken = await ctx.database.collection(users).findOne({ email, deletedAt: { $exists: false } });
  const anew = register(ctx, { email, password: "quiet 17 granite" });
  await (taken ? expectRefusal(anew, "email_taken") : anew);
}

async function read(database: Database, _id: string): Promise<UserDocument> {
  return (await database.collection(users).findOne({ _id })) as UserDocument;
}

function tokenFor(account: OneTimeSlice & { _id: string }, purpose: Exclude<Purpose, UndoPurpose>): string {
  const id = account.oneTime?.[purpose]?.id ?? "";
  if (!entryOf(account, { purpose, id })) throw new Error(`there is no mail for ${purpose}`);
  return encodeOneTimeToken(secrets, { userId: account._id, purpose, id });
}

async function expectRefusal(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const refusal = await promise.then(
    () => "nothing",
    (error: unknown) => (error instanceof RollcallError ? error.code : String(error)),
  );
  if (refusal !== code) throw new Error(`expected ${code}, and got ${refusal}`);
}

async function problemsOf(act: () => Promise<unknown>): Promise<string[]> {
  return act().then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
}
