import { removeExpiredSessions, signingKeyLifetime } from "@rollcall/core";
import { newSecret } from "../node/local-environment.ts";
import { describeStep } from "./keys.ts";
import { withContext } from "./open.ts";

/** Does once what the schedules of a deployment do. */
export async function maintain(): Promise<void> {
  await withContext(async (ctx) => {
    console.log(describeStep(await ctx.keyRing.rotate({ olderThan: signingKeyLifetime })));
    const { sessions } = await removeExpiredSessions(ctx);
    console.log(`Removed ${sessions} expired ${sessions === 1 ? "session" : "sessions"}.`);
  });
}

/** Opening a database creates what is missing of its indexes. */
export async function createIndexes(): Promise<void> {
  await withContext(async () => console.log("Every index is there."));
}

export function printSecret(): void {
  console.log(newSecret());
}
