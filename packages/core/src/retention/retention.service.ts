import type { Context } from "../context.ts";
import { dropDeadLetters } from "./dead-letters.ts";
import { carryOutDeletions, removeEndedRegistrations } from "./due-deletions.ts";
import { carryOutFactorRemovals } from "./due-factor-removals.ts";
import { removeExpiredSessions } from "./expired-sessions.ts";
import type { Batches, Keeper } from "./in-batches.ts";
import { inTurns, type Outcome } from "./in-turns.ts";
import { redateDeliveries } from "./misdated-deliveries.ts";
import { removeOldEvents } from "./old-events.ts";
import { sweepAccounts } from "./sweep.ts";
import { removeThrottles } from "./throttles.ts";
import { removeTombstones } from "./tombstones.ts";

/** What a run does, and under which name its report counts it. */
const steps = {
  deletions: carryOutDeletions,
  registrations: removeEndedRegistrations,
  factors: carryOutFactorRemovals,
  deadLetters: dropDeadLetters,
  misdated: redateDeliveries,
  tombstones: removeTombstones,
  sessions: removeExpiredSessions,
  oldThings: sweepAccounts,
  throttles: removeThrottles,
  events: removeOldEvents,
};

/** How many of each were removed, or put right, and whether nothing that was due is left, as far as this run could see. */
export type RetentionReport = Outcome<keyof typeof steps>;

/**
 * Removes everything whose time is over. Safe to run any number of times, at once, and to be cut short anywhere: what one run leaves,
 * the next one finds.
 * @param mayGoOn asked before each batch
 * @throws RollcallError `unavailable`; at the end, what one of the steps has thrown
 */
export function retain(
  { database, clock, settings }: Pick<Context, "database" | "clock"> & Pick<Keeper, "settings">,
  mayGoOn: () => boolean = () => true,
): Promise<RetentionReport> {
  const nobody = { actor: "system", requestId: null, ip: null, notice: () => {} } as const;
  const keeper: Keeper = { database, clock, settings, ...nobody };
  const tasks = Object.entries(steps).map(([name, step]) => [name, step(keeper)]);
  return inTurns(Object.fromEntries(tasks) as Record<keyof typeof steps, Batches>, mayGoOn);
}
