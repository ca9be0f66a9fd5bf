import type { Context } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import { dropDeadLetters } from "./dead-letters.ts";
import { carryOutDeletions, removeEndedRegistrations } from "./due-deletions.ts";
import { removeExpiredSessions } from "./expired-sessions.ts";
import type { Keeper, MayGoOn } from "./in-batches.ts";
import { redateDeliveries } from "./misdated-deliveries.ts";
import { removeOldEvents } from "./old-events.ts";
import { sweepAccounts } from "./sweep.ts";
import { removeThrottles } from "./throttles.ts";
import { removeTombstones } from "./tombstones.ts";

/** What a run does, in this order, and under which name its report counts it. */
const steps = {
  deletions: carryOutDeletions,
  registrations: removeEndedRegistrations,
  deadLetters: dropDeadLetters,
  misdated: redateDeliveries,
  tombstones: removeTombstones,
  sessions: removeExpiredSessions,
  oldThings: sweepAccounts,
  throttles: removeThrottles,
  events: removeOldEvents,
};

/** How many of each were removed, or put right, and whether nothing that was due is left, as far as this run could see. */
export type RetentionReport = Record<keyof typeof steps, number> & { isComplete: boolean };

/**
 * Removes everything whose time is over. Safe to run any number of times, at once, and to be cut short anywhere: what one run leaves,
 * the next one finds.
 * @param mayGoOn asked before each batch
 * @throws RollcallError `unavailable`; at the end, what one of the steps has thrown
 */
export async function retain(
  { database, clock, settings }: Pick<Context, "database" | "clock"> & Pick<Keeper, "settings">,
  mayGoOn: MayGoOn = () => true,
): Promise<RetentionReport> {
  const nobody = { actor: "system", requestId: null, ip: null, notice: () => {} } as const;
  const keeper: Keeper = { database, clock, settings, ...nobody };
  const report: [string, number][] = [];
  const failures: unknown[] = [];
  let isComplete = true;
  for (const [name, step] of Object.entries(steps)) {
    try {
      const outcome = await step(keeper, mayGoOn);
      report.push([name, outcome.count]);
      isComplete &&= outcome.isComplete;
    } catch (error) {
      // Without a database the next step would wait for it as long; what one may not do, such as changing events, keeps no other from its work.
      if (error instanceof RollcallError) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return { ...(Object.fromEntries(report) as Record<keyof typeof steps, number>), isComplete };
}
