import type { Context } from "../context.ts";
import type { Filter } from "../database/collection.ts";
import { decodeCursor, encodeCursor } from "../kernel/cursor.ts";
import { invalid } from "../kernel/errors.ts";
import type { Event, EventPage, EventQuery } from "./event.schema.ts";
import { events, type UnnumberedEvent } from "./event.store.ts";

/** Bytes of a sequence. */
const positionLength = 8;

/**
 * One page of events. A cursor of the order `asc` is good for ever: it leads to whatever has come meanwhile, so there is one on
 * the last page, too.
 * @param show what of an event is shown
 * @throws RollcallError `validation_failed` for a cursor of another list.
 */
export async function pageOfEvents(
  ctx: Context,
  { limit, after, order, userId, type }: EventQuery,
  show: (event: Event) => Event = (event) => event,
): Promise<EventPage> {
  const list = { list: "events", order, userId, type };
  const position = after === undefined ? null : positionOf(ctx, after, list);
  const filter = { ...(userId && { userId }), ...(type && { type }), sequence: beyond(order, position) };
  const found = await ctx.database
    .collection(events)
    .find(filter, { sort: { sequence: order === "asc" ? 1 : -1 }, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1)?.sequence ?? position ?? 0;
  const isLast = order === "desc" && found.length <= limit;
  return {
    items: page.map((event) => show(toEvent(event))),
    nextCursor: isLast ? null : encodeCursor(ctx.secrets, toBytes(last), list),
  };
}

function beyond(order: EventQuery["order"], position: number | null): Filter {
  return order === "desc" && position !== null ? { $lt: position } : { $gt: order === "asc" ? (position ?? 0) : 0 };
}

/** @throws RollcallError `validation_failed` */
function positionOf({ secrets }: Context, cursor: string, list: object): number {
  const bytes = decodeCursor(secrets, cursor, list, positionLength);
  if (!bytes) throw invalid(["after"], "Must be the nextCursor of a page with the same filters and order");
  return Number(bytes.readBigUInt64BE());
}

function toBytes(sequence: number): Buffer {
  const bytes = Buffer.alloc(positionLength);
  bytes.writeBigUInt64BE(BigInt(sequence));
  return bytes;
}

/** The one place where what is kept of an event becomes what is shown of it, wherever it goes. */
export function toEvent({ _id: id, at, ip, sequence: _, ...event }: UnnumberedEvent & { sequence?: number }): Event {
  // What the data of a type is was told by whoever has queued it.
  return { id, ...event, at: at.toISOString(), ...(ip !== null && { ip }) } as Event;
}

/** What somebody is shown of an event of their own account: nothing of anybody else. */
export function toOwnEvent(event: Event): Event {
  const { actor, ip, ...rest } = event;
  if (actor.type === "user" && actor.id === event.userId) return event;
  return { ...rest, actor: { type: actor.type, id: null } };
}
