import { setTimeout as pause } from "node:timers/promises";
import {
  type Context,
  type Event,
  type EventQuery,
  eventQuerySchema,
  feedFromNow,
  listEvents,
  userIdSchema,
} from "@rollcall/core";
import { findAccount } from "./account.ts";
import { type CommandOptions, UsageError } from "./command.ts";
import { withContext } from "./open.ts";

/** Events that are shown at first. */
const shown = 50;

/** Milliseconds between two looks at what has come. */
const interval = 2_000;

/** One line for each event, the newest last. */
export async function showEvents(_operand: string, { given }: CommandOptions): Promise<void> {
  const type = typeOf(given["--type"]);
  await withContext(async (ctx) => {
    const filter = { ...(await accountOf(ctx, given["--user"])), ...type };
    const after = await feedFromNow(ctx, filter);
    const { items } = await listEvents(ctx, { ...filter, limit: shown, order: "desc" });
    for (const event of items.toReversed()) console.log(lineOf(event));
    if (given["--follow"] !== undefined) await follow(ctx, { ...filter, after }, new Set(items.map(({ id }) => id)));
  });
}

type Filter = Pick<EventQuery, "userId" | "type">;

/** @throws UsageError */
function typeOf(name: string | undefined): Pick<Filter, "type"> {
  if (name === undefined) return {};
  const { data } = eventQuerySchema.safeParse({ type: name });
  if (!data) throw new UsageError(`There are no events of this type. docs/audit.md lists the types.`);
  return { type: data.type };
}

/** The events of an account may be asked for when it is gone. @throws CommandError, UsageError */
async function accountOf(ctx: Context, emailOrId: string | undefined): Promise<Pick<Filter, "userId">> {
  if (emailOrId === undefined) return {};
  if (userIdSchema.safeParse(emailOrId).success) return { userId: emailOrId };
  return { userId: (await findAccount(ctx, emailOrId)).id };
}

/** Shows what comes and was not shown yet, until the process ends. */
async function follow(ctx: Context, query: Filter & { after: string }, shownBefore: Set<string>): Promise<never> {
  for (let { after } = query; ; ) {
    const { items, nextCursor } = await listEvents(ctx, { ...query, after, limit: 100, order: "asc" });
    for (const event of items) if (!shownBefore.has(event.id)) console.log(lineOf(event));
    after = nextCursor ?? after;
    if (items.length === 0) await pause(interval);
  }
}

function lineOf({ at, type, userId, actor, ip, data }: Event): string {
  const who = actor.id === null || actor.id === userId ? actor.type : `${actor.type} ${actor.id}`;
  const details = Object.keys(data).length > 0 ? JSON.stringify(data) : null;
  return [at, type, userId ?? "-", `by ${who}`, ip ?? null, details].filter((part) => part !== null).join("  ");
}
