import { entryOf, isUndo, type OneTimeEntry, type Purpose } from "../../packages/core/src/one-time/one-time.slice.ts";
import type { QueuedMail } from "../../packages/core/src/outbox/outbox.slice.ts";
import type { SessionDetails, SessionState } from "../../packages/core/src/session/session.slice.ts";
import type { UserDocument } from "../../packages/core/src/user/index.ts";
import { isAcknowledged, type Outcome, type Queued, refusalOf } from "./outcome.ts";
import { verbOf } from "./verbs.ts";
import { sessionsPerAccount } from "./world.ts";

/*
 * What has come of a schedule, in words that do not depend on ids and times: two summaries are equal where nobody could tell the
 * difference. Left out is what is counted, which every attempt does in a write of its own, and what has been told already or not yet.
 */

export interface Summary {
  /** What each task was answered. */
  answers: string[];
  /** The accounts and keys as they are. */
  state: string;
  /** What was queued to be told, in no order. */
  told: string;
}

export function summaryOf(outcome: Outcome): Summary {
  const nameIds = namesOfIds(outcome);
  const accounts = outcome.accounts.map((account) => accountOf(account, outcome));
  const keys = outcome.keySets.map(({ keys }) => Object.values(keys).map(({ state }) => state));
  return {
    answers: outcome.endings.map((_, task) => answerOf(outcome, task)),
    state: nameIds(JSON.stringify([accounts.map((each) => JSON.stringify(each)).sort(), keys])),
    told: nameIds(toldBy(outcome).sort().join("\n")),
  };
}

function answerOf(outcome: Outcome, task: number): string {
  if (!isAcknowledged(outcome, task)) {
    const isDone = verbOf(outcome.names[task] as string).isDone?.(outcome.accounts, outcome.world);
    return isDone ? "done" : (refusalOf(outcome.endings[task] ?? "hangs") ?? String(outcome.endings[task]));
  }
  const handedOut = outcome.handedOut.find((each) => each.task === task);
  return handedOut ? `token of step ${handedOut.claims.step}` : "done";
}

function accountOf(account: UserDocument, { world }: Outcome) {
  const knownIds = JSON.stringify(world.snapshot.users);
  const {
    email,
    status,
    emailVerified,
    name,
    roles,
    passwordHash,
    credentialVersion,
    sessions,
    factors = {},
    recoveryCodes,
    oneTime = {},
  } = account;
  return {
    id: account._id,
    ...{ email, status, emailVerified, name, roles, passwordHash, credentialVersion },
    ...Object.fromEntries(marks.map((field) => [field, account[field] !== undefined])),
    sessions: withinCap(sessions)
      .map(([id, { step }]) => `${id} at ${step} of ${account.sessionDetails?.[id]?.amr}`)
      .sort(),
    factors: Object.entries(factors).map(([id, factor]) => `${id} ${factor.type === "totp" && factor.step}`),
    recoveryCodes: Object.keys(recoveryCodes?.left ?? {})
      .map((digest) => (knownIds.includes(digest) ? digest : "new"))
      .sort(),
    oneTime: Object.entries(oneTime)
      .map(([purpose, entry]) => `${purpose}: ${valuesOf(entry, knownIds)}`)
      .sort(),
  };
}

/** Of which it matters whether they are there. */
const marks = ["removal", "deletesAt", "deletedAt", "registrationEnds", "undeliverable"] as const;

/** Those that the next sign-in leaves, where a process has died before it dropped what was too much. */
function withinCap(sessions: UserDocument["sessions"] = {}) {
  const lastUsed = ([, { lastUsedAt }]: [string, SessionState]) => lastUsedAt.getTime();
  return Object.entries(sessions)
    .sort((a, b) => lastUsed(b) - lastUsed(a))
    .slice(0, sessionsPerAccount);
}

type Values = OneTimeEntry | Record<string, OneTimeEntry> | undefined;

/**
 * Whether each value is from before, and whether it was used. New ones of those that undo something are left out: who takes an
 * account back voids what was issued at this very moment, and not what was issued before.
 */
function valuesOf(values: Values, knownIds: string): string[] {
  if (!values) return [];
  const describe = ({ id, email, usedAt, data }: OneTimeEntry) =>
    [knownIds.includes(id) ? "old" : "new", email, data?.passwordHash, usedAt && "used"].filter(Boolean).join(" ");
  if ("expiresAt" in values) return [describe(values as OneTimeEntry)];
  return Object.values(values)
    .filter(({ id }) => knownIds.includes(id))
    .map(describe)
    .sort();
}

/** What refusals alone cause is counted, not compared: an attempt that comes second may be refused before, or after, it is looked at. */
const ofRefusals = new Set(["sign_in.failed", "password.refused", "code.refused"]);

function toldBy({ queued, accounts }: Outcome): string[] {
  return queued.flatMap((entry) => {
    if (entry.kind === "mail") return isVoid(entry, accounts) ? [] : [`${entry.template} to ${entry.to}`];
    if (ofRefusals.has(entry.type)) return [];
    const { type, userId, actor, sessionId, data } = entry;
    return [JSON.stringify({ type, userId, actor, sessionId, data })];
  });
}

/** Whether what a mail brings was replaced, or never came to be: then it is not sent. Of what undoes something see above. */
function isVoid({ userId, oneTime }: Queued & QueuedMail, accounts: readonly UserDocument[]): boolean {
  const claims = oneTime && { purpose: oneTime.purpose as Purpose, id: oneTime.id };
  if (!claims || isUndo(claims.purpose)) return false;
  const account = accounts.find(({ _id }) => _id === userId);
  return !account || entryOf(account, claims) === undefined;
}

/** Puts names in the place of ids, which are different ones each time. */
function namesOfIds({ world, names, done }: Outcome): (text: string) => string {
  const known = new Map<string, string>();
  const learn = (sessions: Record<string, SessionDetails> = {}) => {
    for (const [id, { userAgent }] of Object.entries(sessions)) known.set(id, `the session of ${userAgent}`);
  };
  for (const { _id, email, sessionDetails } of world.snapshot.users as UserDocument[]) {
    known.set(_id, email);
    learn(sessionDetails);
  }
  for (const { task, method, args } of done) {
    const [first, update] = args as [Partial<UserDocument>, { $set?: Record<string, unknown> } | undefined];
    if (method === "insertOne" && first._id?.startsWith("user_")) {
      known.set(first._id, `the account of ${names[task]}`);
      learn(first.sessionDetails);
    }
    for (const [path, value] of Object.entries(update?.$set ?? {})) {
      const [, id] = /^sessionDetails\.(sess_[^.]+)$/.exec(path) ?? [];
      if (id) learn({ [id]: value as SessionDetails });
      if (path === "sessionDetails") learn(value as Record<string, SessionDetails>);
    }
  }
  return (text) => text.replace(/(?:user|sess)_[0-9a-z]{26}/g, (id) => known.get(id) ?? "somebody");
}
