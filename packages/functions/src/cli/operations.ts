import { signingKeyLifetime } from "@rollcall/core";
import { type Resealing, resealAccounts } from "@rollcall/core/resealing";
import { type RetentionReport, retain } from "@rollcall/core/retention";
import { newSecret } from "../node/local-environment.ts";
import { describeStep } from "./keys.ts";
import { withContext } from "./open.ts";

/** Does once what the schedules of a deployment do that replace keys, seal anew what older ones have sealed, and remove what is over. */
export async function maintain(): Promise<void> {
  await withContext(async (ctx) => {
    console.log(describeStep(await ctx.keyRing.rotate({ olderThan: signingKeyLifetime })));
    for (const line of seals(await resealAccounts(ctx))) console.log(line);
    for (const line of removals(await retain(ctx))) console.log(line);
  });
}

/** What was sealed anew, and what is left to do until the older keys can be dropped. */
function seals({ resealed, unreadable, isComplete }: Resealing): string[] {
  const factorsOf = (count: number) => `the second factors of ${count} ${count === 1 ? "account" : "accounts"}`;
  return [
    ...(resealed > 0 ? [`Sealed ${factorsOf(resealed)} under the newest SECRET_KEY.`] : []),
    ...(unreadable > 0 ? [`No key in SECRET_KEY opens ${factorsOf(unreadable)}.`] : []),
    ...(isComplete ? [] : ["Some accounts have changed meanwhile: run this again."]),
  ];
}

/** What each count of a report is of: one, and more. */
const things: Record<keyof Omit<RetentionReport, "isComplete">, [one: string, more: string]> = {
  sessions: ["expired session", "expired sessions"],
  deletions: ["account whose deletion was due", "accounts whose deletion was due"],
  registrations: ["registration that nobody confirmed", "registrations that nobody confirmed"],
  factors: ["set of factors whose removal was due", "sets of factors whose removal was due"],
  tombstones: ["last trace of a deleted account", "last traces of deleted accounts"],
  deadLetters: ["mail or event that was given up", "mails or events that were given up"],
  misdated: ["mail or event that a clock had put off", "mails or events that a clock had put off"],
  oldThings: ["link or place that has become old", "links or places that have become old"],
  throttles: ["count of attempts", "counts of attempts"],
  events: ["old event", "old events"],
};

/** One line for each kind that there was something of; sessions are always named. */
function removals(report: RetentionReport): string[] {
  return Object.entries(things).flatMap(([name, [one, more]]) => {
    const count = report[name as keyof typeof things];
    return count > 0 || name === "sessions" ? [`Removed ${count} ${count === 1 ? one : more}.`] : [];
  });
}

/** Opening a database creates what is missing of its indexes. */
export async function createIndexes(): Promise<void> {
  await withContext(async () => console.log("Every index is there."));
}

export function printSecret(): void {
  console.log(newSecret());
}
