import { isDeepStrictEqual } from "node:util";
import {
  type Actor,
  type Context,
  type Database,
  definitions,
  editMe,
  refresh,
  register,
  type Settings,
  type SignedIn,
  signIn,
  type Tokens,
} from "@rollcall/core";
import { createUser } from "@rollcall/core/administration";
import { deleteMe } from "@rollcall/core/deletion";
import { requestEmailChange } from "@rollcall/core/email-change";
import { requestSignInCode } from "@rollcall/core/email-sign-in";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { forgotPassword } from "@rollcall/core/recovery";
import { verifyEmail } from "@rollcall/core/verification";
import type { Document } from "../../packages/core/src/database/collection.ts";
import { encodeOneTimeToken, entriesOf, type Purpose } from "../../packages/core/src/one-time/index.ts";
import { decodeRefreshToken } from "../../packages/core/src/session/refresh-token.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { type App, type Kept, liveKeeper, offerTo } from "./keeper.ts";
import { beginning, secrets, settableClock, startProcess } from "./process.ts";
import { relayOnce } from "./relay.ts";

export const address = "ada@example.com";
export const otherAddress = "ada@example.org";
export const password = "violet 71 harbour";

/** Of a registration that waits for its proof, and of an account whose deletion can be undone. */
export const newcomer = { email: "bob@example.com", password: "walnut 26 ribbon" };
const leaver = { email: "carol@example.com", password: "saffron 49 window" };

/** Everything that is stored, by collection. */
export type Snapshot = Record<string, Document[]>;

/** A session and its newest refresh token. */
export interface Device {
  actor: Actor;
  refreshToken: string;
}

/** What every schedule begins with: an account in the middle of its life, and an administrator. */
export interface World {
  snapshot: Snapshot;
  userId: string;
  /** The session of the registration, refreshed once, and one that was begun later. */
  first: Device;
  second: Device;
  administrator: Device;
  /** The sessions of the account that has a second factor, and what its owner has. */
  keeper: Device;
  "keeper too": Device;
  kept: Kept;
  /** An app that the first session was offered. */
  offer: App;
  /** Tokens of mails that were sent and are good; those for proof and restoration are of the two accounts beside. */
  mailed: Record<"reset" | "code" | "change" | "not-me" | "verify" | "restore", string>;
  /** The account that its owner has deleted, and can restore. */
  leaverId: string;
}

/** Sessions an account may have here: one more than there are. */
export const sessionsPerAccount = 3;

/** Lives the account's life up to `beginning`, by the verbs themselves. */
export async function createWorld(): Promise<World> {
  const database = openEmbeddedDatabase({ definitions });
  const clock = settableClock(beginning);
  const at: At = (minutes, client, { actor, ...settings } = {}) => {
    clock.set(new Date(beginning.getTime() + minutes * 60_000));
    return startProcess({
      database,
      clock,
      client,
      settings: { sessionsPerAccount, ...settings },
      ...(actor && { actor }),
    });
  };
  const administrator = { email: "admin@example.com", password: `${password} too` };
  await createUser(at(-200, "command", { actor: "system" }), { ...administrator, roles: ["admin"] });
  const begun = toDevice(await signIn(at(-199, "administrator"), administrator));
  const { tokens, user } = (await register(at(-180, "first"), { email: address, password, name: "Ada" })) as SignedIn;
  await verifyEmail(at(-170, "first"), { token: await tokenOf(database, user.id, "verify") });
  const second = toDevice(await signIn(at(-90, "second"), { email: address, password }));
  const first = toDevice({ user, tokens: await refresh(at(-60, "first"), { refreshToken: tokens.refreshToken }) });
  await requestEmailChange(at(-20, "first", first), { newEmail: otherAddress, password });
  await at(-20, "rotation").keyRing.rotate();
  const beside = await liveBeside(database, at);
  const kept = await liveKeeper({
    at,
    actorOf: (signedIn) => toDevice(signedIn).actor,
    mailedFor: (userId, purpose) => tokenOf(database, userId, purpose),
  });
  await forgotPassword(at(-8, "first"), address);
  await requestSignInCode(at(-7, "first"), address);
  const offer = await offerTo(at(-5, "first", first));
  await relayOnce(at(-2, "relay"), []);
  // Something that waits to be told.
  await editMe(at(-1, "first", first), { name: "Ada L." });
  const mailed = {
    reset: await tokenOf(database, user.id, "reset"),
    code: await tokenOf(database, user.id, "code"),
    change: await tokenOf(database, user.id, "change"),
    "not-me": await tokenOf(database, user.id, "not-me"),
    ...beside.mailed,
  };
  const snapshot = await takeSnapshot(database);
  await database.close();
  return {
    ...{ snapshot, userId: user.id, first, second, administrator: begun, mailed, leaverId: beside.leaverId },
    ...{ keeper: toDevice(kept.first), "keeper too": toDevice(kept.second), kept, offer },
  };
}

/** A process so many minutes from `beginning`. */
type At = (minutes: number, client: string, options?: Partial<Settings> & { actor?: Actor | "system" }) => Context;

/** Whoever has registered an address and not proved it yet, and whoever has left and may come back. */
async function liveBeside(database: Database, at: At) {
  await register(at(-30, "newcomer", { registration: "verify" }), newcomer);
  const { user, tokens } = (await register(at(-150, "leaver"), leaver)) as SignedIn;
  const { actor } = toDevice({ user, tokens });
  await deleteMe(at(-40, "leaver", { actor, deletionGrace: 86_400 }), leaver.password);
  const { _id } = (await database.collection(users).findOne({ email: newcomer.email })) as UserDocument;
  const mailed = {
    verify: await tokenOf(database, _id, "verify"),
    restore: await tokenOf(database, user.id, "restore"),
  };
  return { mailed, leaverId: user.id };
}

function toDevice({ user, tokens }: { user: SignedIn["user"]; tokens: Tokens }): Device {
  const { sessionId = "" } = decodeRefreshToken(secrets, tokens.refreshToken) ?? {};
  return { actor: { userId: user.id, sessionId, roles: user.roles }, refreshToken: tokens.refreshToken };
}

async function tokenOf(database: Database, userId: string, purpose: Purpose): Promise<string> {
  const account = (await database.collection(users).findOne({ _id: userId })) as UserDocument;
  const [entry] = entriesOf(account, purpose);
  if (!entry) throw new Error(`The account has no mail for ${purpose}`);
  return encodeOneTimeToken(secrets, { userId, purpose, id: entry.id });
}

export async function takeSnapshot(database: Database): Promise<Snapshot> {
  const all = { sort: { _id: 1 }, limit: 1_000 } as const;
  const entries = definitions.map(async (each) => [each.name, await database.collection(each).find({}, all)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Puts a database back to how it was. */
export async function restore(database: Database, snapshot: Snapshot): Promise<void> {
  const present = await takeSnapshot(database);
  for (const definition of definitions) {
    const collection = database.collection(definition);
    const wanted = snapshot[definition.name] ?? [];
    const byId = new Map(wanted.map((document) => [document._id, document]));
    const isKept = (document: Document) => isDeepStrictEqual(document, byId.get(document._id));
    const kept = new Set((present[definition.name] ?? []).filter(isKept).map(({ _id }) => _id));
    for (const { _id } of present[definition.name] ?? []) if (!kept.has(_id)) await collection.deleteOne({ _id });
    for (const document of wanted) if (!kept.has(document._id)) await collection.insertOne(document);
  }
}
