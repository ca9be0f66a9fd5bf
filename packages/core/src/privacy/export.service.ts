import { listMyEvents } from "../audit/index.ts";
import { type Context, requireActor } from "../context.ts";
import { toFactors } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { entriesOf, purposes } from "../one-time/index.ts";
import { hasRoom, type OutboxEntry, queue } from "../outbox/index.ts";
import { keptSessions, withLiveSession } from "../session/index.ts";
import { toUser, type UserDocument, usersOf } from "../user/index.ts";
import type { AccountExport } from "./export.schema.ts";

/** Events that an export holds; `GET /me/events` gives the older ones. */
const maxEvents = 500;

/**
 * All that is kept about the caller. Two reads at the same time, and one write, which tells the audit trail of it.
 * @throws RollcallError `invalid_token` once the session has ended.
 */
export async function exportMe(ctx: Context): Promise<AccountExport> {
  const { userId, sessionId } = requireActor(ctx);
  const live = withLiveSession(ctx, userId, sessionId);
  const [account, events] = await Promise.all([
    usersOf(ctx).findOne(live),
    listMyEvents(ctx, { limit: maxEvents, order: "desc" }),
  ]);
  if (!account) throw new RollcallError("invalid_token");
  if (hasRoom(account, 1)) await usersOf(ctx).updateOne(live, queue(ctx, account, { type: "user.exported" }));
  return { ...toExport(ctx, account), events };
}

function toExport(ctx: Context, account: UserDocument): Omit<AccountExport, "events"> {
  const { language = null, undeliverable, passwordHash, attempts = {}, attemptsBefore } = account;
  return {
    exportedAt: ctx.clock.now().toISOString(),
    user: toUser(account),
    language,
    undeliverable: undeliverable?.reason ?? null,
    undeliverableSince: undeliverable?.at.toISOString() ?? null,
    hasPassword: passwordHash !== null,
    ...factorsOf(account),
    attempts: Object.values(attempts).reduce((sum, count) => sum + count, attemptsBefore?.used ?? 0),
    sessions: keptSessions(ctx, account),
    places: placesOf(account),
    proofs: proofsOf(account),
    queue: Object.values(account.outbox ?? {}).map(toMessage),
  };
}

/** Who has asked for a removal is somebody else, and left out. */
function factorsOf(account: UserDocument) {
  const { items: factors, recoveryCodesLeft, removesAt: factorsRemovedAt } = toFactors(account);
  return { factors, recoveryCodesLeft, factorsRemovedAt, factorRemovalReason: account.factorRemoval?.reason ?? null };
}

/** A place is kept as digests of a network and of browsers, of which nobody can tell which they are. */
function placesOf({ places = {} }: UserDocument): AccountExport["places"] {
  return Object.values(places).map((browsers) => {
    const times = Object.values(browsers);
    const lastSeenAt = new Date(Math.max(...times.map((at) => at.getTime()))).toISOString();
    return { lastSeenAt, browsers: times.length };
  });
}

function proofsOf(account: UserDocument): AccountExport["proofs"] {
  return purposes.flatMap((purpose) =>
    entriesOf(account, purpose).map(({ email, createdAt, expiresAt, usedAt }) => ({
      purpose,
      email,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    })),
  );
}

function toMessage(entry: OutboxEntry): AccountExport["queue"][number] {
  return {
    kind: entry.kind,
    name: entry.kind === "mail" ? entry.template : entry.type,
    to: entry.kind === "mail" ? entry.to : null,
    queuedAt: entry.queuedAt.toISOString(),
    givenUp: entry.dead === true,
  };
}
