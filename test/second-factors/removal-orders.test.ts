import {
  type Actor,
  type Context,
  definitions,
  type RollcallError,
  register,
  type SignedIn,
  signIn,
} from "@rollcall/core";
import { removeFactorsOf } from "@rollcall/core/administration";
import { confirmAuthenticatorApp, offerAuthenticatorApp } from "@rollcall/core/authenticator-app";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { reauthenticate } from "@rollcall/core/reauthentication";
import { completeSignIn, removeMyFactor } from "@rollcall/core/second-factor";
import { expect, it } from "vitest";
import { hotp, stepAt } from "../../packages/core/src/authenticator-app/one-time-password.ts";
import { carryOutFactorRemovals } from "../../packages/core/src/retention/due-factor-removals.ts";
import { decodeRefreshToken } from "../../packages/core/src/session/refresh-token.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { explore } from "../interleavings/exploration.ts";
import { beginning, secrets, settableClock, startProcess } from "../interleavings/process.ts";
import { type Run, runSchedule } from "../interleavings/schedule.ts";
import { restore, takeSnapshot } from "../interleavings/world.ts";
import { fromBase32 } from "../support/factors.ts";

const email = "ada@example.com";
const password = "violet 71 harbour";

/** What a schedule does. */
async function carryOut(ctx: Context): Promise<void> {
  for await (const _ of carryOutFactorRemovals({ ...ctx, actor: "system" }));
}

/** An account with an app, of which the removal is due, and what its owner can do at that moment. */
async function createWorld() {
  const database = openEmbeddedDatabase({ definitions });
  const clock = settableClock(new Date(beginning.getTime() - 86_400_000));
  const settings = { factorRemovalDelay: 3_600 };
  const as = (actor?: Actor) => startProcess({ database, clock, settings, ...(actor && { actor }) });
  const { user, tokens } = (await register(as(), { email, password })) as SignedIn;
  await database.collection(users).updateOne({ _id: user.id }, { $set: { emailVerified: true } });
  const { sessionId = "" } = decodeRefreshToken(secrets, tokens.refreshToken) ?? {};
  const owner: Actor = { userId: user.id, sessionId, roles: [] };
  const codeNow = (secret: string) => hotp(fromBase32(secret), stepAt(clock.now()));
  const app = await offerAuthenticatorApp(as(owner));
  const { recoveryCodes = [] } = await confirmAuthenticatorApp(as(owner), { id: app.id, code: codeNow(app.secret) });
  const other = (await register(as(), { email: "admin@example.com", password })) as SignedIn;
  await database.collection(users).updateOne({ _id: other.user.id }, { $set: { roles: ["admin"] } });
  const { sessionId: session = "" } = decodeRefreshToken(secrets, other.tokens.refreshToken) ?? {};
  const admin: Actor = { userId: other.user.id, sessionId: session, roles: ["admin"] };
  clock.set(new Date(beginning.getTime() - 3_600_001));
  await removeFactorsOf(as(admin), user.id, { reason: "Lost the phone" });
  clock.set(beginning);
  const asked = await signIn(as(), { email, password }).catch((error: RollcallError) => error);
  const { mfaToken } = (asked as RollcallError).members as { mfaToken: string };
  const offer = await offerAuthenticatorApp(as(owner));
  const [recoveryCode = ""] = recoveryCodes.map((code) => code.replaceAll("-", ""));
  const acts: Record<string, (ctx: Context) => Promise<unknown>> = {
    "carry it out": (ctx) => carryOut(ctx),
    "sign in": (ctx) => completeSignIn(ctx, { mfaToken, code: codeNow(app.secret) }),
    "sign in by recovery code": (ctx) => completeSignIn(ctx, { mfaToken, recoveryCode }),
    enrol: (ctx) => confirmAuthenticatorApp(ctx, { id: offer.id, code: codeNow(offer.secret) }),
    prove: (ctx) => reauthenticate(ctx, { code: codeNow(app.secret) }),
    "remove mine": (ctx) => removeMyFactor(ctx, app.id),
  };
  const act = (name: string) => async (view: Context["database"]) => {
    const ofOwner = !["carry it out", "sign in", "sign in by recovery code"].includes(name);
    return acts[name]?.(startProcess({ database: view, clock, settings, ...(ofOwner && { actor: owner }) }));
  };
  return { database, snapshot: await takeSnapshot(database), userId: user.id, act };
}

const world = createWorld();

const isDone = (run: Run, task: number) => "value" in (run.endings[task] as object);

it.each([["sign in"], ["sign in by recovery code"], ["enrol"], ["prove"], ["remove mine"], ["enrol", "sign in"]])(
  "a removal that is due is carried out or stopped in every order of the calls, never both: %s %s (Q131, Q196)",
  async (...names) => {
    const { database, snapshot, userId, act } = await world;
    const tasks = ["carry it out", ...names].map(act);
    const ends = new Set<string>();
    const visit = async (run: Run) => {
      const account = (await database.collection(users).findOne({ _id: userId })) as UserDocument;
      const told = Object.values(account.outbox ?? {}).flatMap((entry) => (entry.kind === "event" ? [entry.type] : []));
      const [removed, stopped] = ["factors.removed", "factors.removal_stopped"].map(
        (type) => told.filter((each) => each === type).length,
      );
      expect([removed, stopped]).toEqual(removed ? [1, 0] : [0, 1]);
      expect(account.factorRemoval).toBeUndefined();
      expect(run.endings).not.toContain("hangs");
      if (removed) {
        expect([account.factors, account.recoveryCodes, account.sessions]).toEqual([undefined, undefined, {}]);
        expect(names.filter((_, index) => isDone(run, index + 1))).toEqual([]);
      } else expect(names.some((_, index) => isDone(run, index + 1))).toBe(true);
      ends.add(removed ? "removed" : "stopped");
      return true;
    };
    const once = async (choose: Parameters<typeof runSchedule>[2]) => {
      await restore(database, snapshot);
      return runSchedule(database, tasks, choose);
    };
    expect(await explore(once, visit)).toBeGreaterThan(2);
    expect([...ends].sort()).toEqual(["removed", "stopped"]);
  },
);
