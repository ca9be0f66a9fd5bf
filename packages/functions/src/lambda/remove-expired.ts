import "./code-cache.ts";

import { systemClock } from "@rollcall/core";
import { retain } from "@rollcall/core/retention";
import { parseRetentionConfig } from "../config.ts";
import { deployedDatabase } from "../deps.ts";
import { readEnvironment } from "./environment.ts";
import type { LambdaContext } from "./function-url.ts";
import { logOutcome } from "./schedule-log.ts";

const config = parseRetentionConfig(await readEnvironment(process.env));
const parts = { settings: config.settings, clock: systemClock, database: deployedDatabase(config) };

/** Milliseconds that a batch may take: another begins only while so much is left. */
const batchTime = 15_000;

/** The schedule that removes what is over. It takes no input; what one run leaves, the next one finds. */
export async function handler(_event: unknown, context: LambdaContext) {
  const mayGoOn = () => context.getRemainingTimeInMillis() > batchTime;
  return logOutcome("remove-expired", await retain(parts, mayGoOn));
}
