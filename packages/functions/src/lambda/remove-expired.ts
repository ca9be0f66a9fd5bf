import { removeExpiredSessions, systemClock } from "@rollcall/core";
import { parseDatabaseConfig } from "../config.ts";
import { deployedDatabase } from "../deps.ts";
import { readEnvironment } from "./environment.ts";
import type { LambdaContext } from "./function-url.ts";
import { logOutcome } from "./schedule-log.ts";

const database = deployedDatabase(parseDatabaseConfig(await readEnvironment(process.env)));

/** Milliseconds that a batch may take: another begins only while so much is left. */
const batchTime = 15_000;

/** The schedule that removes what has expired. It takes no input; what one run leaves, the next one finds. */
export async function handler(_event: unknown, context: LambdaContext) {
  const mayGoOn = () => context.getRemainingTimeInMillis() > batchTime;
  return logOutcome("remove-expired", await removeExpiredSessions({ database, clock: systemClock }, mayGoOn));
}
