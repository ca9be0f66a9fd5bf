import type { EventData, EventType } from "../audit/index.ts";
import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { RollcallError } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import type { MailData, MailTemplate } from "../mail/index.ts";
import { maxOutbox, type OutboxEntry, type OutboxSlice, type QueuedEvent, type QueuedMail } from "./outbox.slice.ts";

/** What a flow says of an event or a mail; the rest follows from the request. Data has to be said where a type has some. */
export type NewEvent = { [T in EventType]: { type: T } & DataOf<EventData<T>> }[EventType] &
  Partial<Pick<QueuedEvent, "actor" | "sessionId">>;
type DataOf<D> = Record<never, never> extends D ? { data?: never } : { data: D };
export type NewMail = { [T in MailTemplate]: { template: T; data: MailData[T] } }[MailTemplate] &
  Pick<QueuedMail, "to" | "oneTime" | "language">;

/** Who asks, when and from where: what an event tells beside what has happened. */
export type Asking = Pick<Context, "clock" | "actor" | "requestId" | "ip" | "notice">;

/** The entries of a new account, which is inserted as a whole. */
export function outboxOf(
  ctx: Asking,
  ...entries: (NewEvent | NewMail)[]
): Pick<Required<OutboxSlice>, "outbox" | "outboxDue"> {
  return { outbox: Object.fromEntries(entries.map((entry) => toEntry(ctx, entry))), outboxDue: ctx.clock.now() };
}

/**
 * The part of an update that queues what the update causes: both are in one write, so neither is there without the other.
 * @param seen the account as it was read, where it was. Beyond the cap the write is refused, or, for what must not be
 *   hindered by a relay that is away, goes on without what may be missed.
 * @throws RollcallError `limit_reached`
 */
export function queue(ctx: Asking, seen: OutboxSlice | null, ...entries: (NewEvent | NewMail)[]): Update {
  if (!hasRoom(seen, entries.length)) {
    throw new RollcallError("limit_reached", {
      detail: "Too much of this account is still under way. Try again later.",
    });
  }
  const fresh = entries.map((entry) => toEntry(ctx, entry));
  return {
    $set: { ...Object.fromEntries(fresh.map(([id, entry]) => [`outbox.${id}`, entry])), outboxDue: ctx.clock.now() },
  };
}

/**
 * The same for what nobody may be kept from, such as signing in: a full outbox loses these entries, and the log says so. Mails have
 * as much room of their own: whoever causes many events keeps no notice from the owner.
 */
export function queueOrDrop(ctx: Asking, seen: OutboxSlice | null, ...entries: (NewEvent | NewMail)[]): Update {
  if (hasRoom(seen, entries.length)) return queue(ctx, null, ...entries);
  ctx.notice({ type: "outbox.full" });
  const mails = entries.filter((entry) => "template" in entry);
  const waiting = Object.values(seen?.outbox ?? {}).filter(({ kind }) => kind === "mail");
  if (mails.length === 0 || waiting.length + mails.length > maxOutbox) return {};
  return queue(ctx, null, ...mails);
}

/** Whether so many more entries go in. */
export function hasRoom(seen: OutboxSlice | null, count: number): boolean {
  return Object.keys(seen?.outbox ?? {}).length + count <= maxOutbox;
}

function toEntry(ctx: Asking, entry: NewEvent | NewMail): [id: string, entry: OutboxEntry] {
  const now = ctx.clock.now();
  const delivery = { queuedAt: now, due: now, tries: 0 };
  if ("template" in entry)
    return [newId("mail", now), { kind: "mail", ...delivery, ...entry, data: { ...entry.data } }];
  const event: QueuedEvent = {
    kind: "event",
    ...delivery,
    actor: actorOf(ctx),
    ...(!entry.actor && sessionOf(ctx)),
    requestId: ctx.requestId,
    ip: ctx.ip,
    data: {},
    ...entry,
  };
  return [newId("evt", now), event];
}

function actorOf({ actor }: Asking): QueuedEvent["actor"] {
  if (actor === "system") return { type: "system", id: null };
  return { type: "user", id: actor?.userId ?? null };
}

function sessionOf({ actor }: Asking) {
  return actor && actor !== "system" ? { sessionId: actor.sessionId } : {};
}
