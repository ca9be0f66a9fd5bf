import { isDeepStrictEqual } from "node:util";
import {
  type Actor,
  type Database,
  definitions,
  editMe,
  refresh,
  register,
  type SignedIn,
  signIn,
  type Tokens,
} from "@rollcall/core";
import { createUser } from "@rollcall/core/administration";
import { requestEmailChange } from "@rollcall/core/email-change";
import { requestSignInCode } from "@rollcall/core/email-sign-in";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { forgotPassword } from "@rollcall/core/recovery";
import { verifyEmail } from "@rollcall/core/verification";
import type { Document } from "../../packages/core/src/database/collection.ts";
import { encodeOneTimeToken, entriesOf, type Purpose } from "../../packages/core/src/one-time/index.ts";
import { decodeRefreshToken } from "../../packages/core/src/session/refresh-token.ts";
import { type UserDocument, users } from "../../packages/core/src/user/index.ts";
import { beginning, secrets, settableClock, startProcess } from "./process.ts";
import { relayOnce } from "./relay.ts";

export const address = "ada@example.com";
export const otherAddress = "ada@example.org";
export const password = "violet 71 harbour";

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
  /** Tokens of mails that were sent and are good. */
  mailed: Record<"reset" | "code" | "change" | "not-me", string>;
}

/** Sessions an account may have here: one more than there are. */
export const sessionsPerAccount = 3;

/** Lives the account's life up to `beginning`, by the verbs themselves. */
export async function createWorld(): Promise<World> {
  const database = openEmbeddedDatabase({ definitions });
  const clock = settableClock(beginning);
  const at = (minutes: number, client: string, actor?: Actor | "system") => {
    clock.set(new Date(beginning.getTime() + minutes * 60_000));
    return startProcess({ database, clock, client, settings: { sessionsPerAccount }, ...(actor && { actor }) });
  };
  const administrator = { email: "admin@example.com", password: `${password} too` };
  await createUser(at(-200, "command", "system"), { ...administrator, roles: ["admin"] });
  const begun = toDevice(await signIn(at(-199, "administrator"), administrator));
  const { tokens, user } = (await register(at(-180, "first"), { email: address, password, name: "Ada" })) as SignedIn;
  await verifyEmail(at(-170, "first"), { token: await tokenOf(database, user.id, "verify") });
  const second = toDevice(await signIn(at(-90, "second"), { email: address, password }));
  const first = toDevice({ user, tokens: await refresh(at(-60, "first"), { refreshToken: tokens.refreshToken }) });
  await requestEmailChange(at(-20, "first", first.actor), { newEmail: otherAddress, password });
  await at(-20, "rotation").keyRing.rotate();
  await forgotPassword(at(-8, "first"), address);
  await requestSignInCode(at(-7, "first"), address);
  await relayOnce(at(-6, "relay"), []);
  // Something that waits to be told.
  await editMe(at(-1, "first", first.actor), { name: "Ada L." });
  const mailed = {
    reset: await tokenOf(database, user.id, "reset"),
    code: await tokenOf(database, user.id, "code"),
    change: await tokenOf(database, user.id, "change"),
    "not-me": await tokenOf(database, user.id, "not-me"),
  };
  const snapshot = await takeSnapshot(database);
  await database.close();
  return { snapshot, userId: user.id, first, second, administrator: begun, mailed };
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
    const isKept = (document: Document) => wanted.some((other) => isDeepStrictEqual(document, other));
    const kept = new Set((present[definition.name] ?? []).filter(isKept).map(({ _id }) => _id));
    for (const { _id } of present[definition.name] ?? []) if (!kept.has(_id)) await collection.deleteOne({ _id });
    for (const document of wanted) if (!kept.has(document._id)) await collection.insertOne(document);
  }
}
