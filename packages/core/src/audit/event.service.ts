import { type Context, requireActor } from "../context.ts";
import type { EventPage, EventQuery } from "./event.schema.ts";

/**
 * One page of everybody's events, for administrators: the newest first, or, with the order `asc`, the feed from its beginning or
 * from a cursor on. One read.
 * @throws RollcallError `forbidden`, `validation_failed`
 */
export async function listEvents(ctx: Context, query: EventQuery): Promise<EventPage> {
  const [{ requireAdminRole }, { pageOfEvents }] = await forAdministrators();
  requireAdminRole(ctx);
  return pageOfEvents(ctx, query);
}

/** The `after` with which a feed has what comes from now on. @throws RollcallError `forbidden` */
export async function feedFromNow(ctx: Context, filter: Pick<EventQuery, "userId" | "type">): Promise<string> {
  const [{ requireAdminRole }, { endOfFeed }] = await forAdministrators();
  requireAdminRole(ctx);
  return endOfFeed(ctx, filter);
}

/** A page of the caller's own account. @throws RollcallError `validation_failed` */
export async function listMyEvents(ctx: Context, query: Omit<EventQuery, "userId">): Promise<EventPage> {
  const { userId } = requireActor(ctx);
  const { pageOfOwnEvents } = await import("./event-pages.ts");
  return pageOfOwnEvents(ctx, { ...query, userId });
}

const forAdministrators = () => Promise.all([import("../administration/index.ts"), import("./event-pages.ts")]);
