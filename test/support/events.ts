import { type EventDocument, events } from "../../packages/core/src/audit/index.ts";
import { mailsOf } from "./mails.ts";
import type { TestRollcall } from "./rollcall.ts";

/** Relays what is due, and returns all events so far, or those of one account, the newest last. */
export async function eventsOf(rollcall: TestRollcall, userId?: string): Promise<EventDocument[]> {
  await mailsOf(rollcall);
  const filter = { sequence: { $gt: 0 }, ...(userId && { userId }) };
  const trail = rollcall.dependencies.database.collection(events);
  return trail.find(filter, { sort: { sequence: 1 }, limit: 1_000 });
}
