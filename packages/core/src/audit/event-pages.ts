import type { Context } from "../context.ts";
import type { Filter } from "../database/collection.ts";
import { decodeCursor, encodeCursor } from "../kernel/cursor.ts";
import { invalid } from "../kernel/errors.ts";
import type { Event, EventPage, EventQuery } from "./event.schema.ts";
import { events } from "./event.store.ts";
import { showEvent, toOwnEvent } from "./event-forms.ts";

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
    items: page.map((event) => show(showEvent(event))),
    nextCursor: isLast ? null : encodeCursor(ctx.secrets, toBytes(last), list),
  };
}

/** The same, of somebody's own account. */
export function pageOfOwnEvents(ctx: Context, query: EventQuery): Promise<EventPage> {
  return pageOfEvents(ctx, query, toOwnEvent);
}

/** The cursor behind the last event that there is: where a feed goes on with what comes. */
export async function endOfFeed(ctx: Context, { userId, type }: Pick<EventQuery, "userId" | "type">): Promise<string> {
  const [last] = await ctx.database
    .collection(events)
    .find({ sequence: { $gt: 0 } }, { sort: { sequence: -1 }, limit: 1 });
  return encodeCursor(ctx.secrets, toBytes(last?.sequence ?? 0), { list: "events", order: "asc", userId, type });
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
