import "./code-cache.ts";

import { createKeyRing, createSecrets, signingKeyLifetime, signingKeys, systemClock } from "@rollcall/core";
import { resealAccounts } from "@rollcall/core/resealing";
import { parseKeyConfig } from "../config.ts";
import { deployedDatabase } from "../deps.ts";
import { readEnvironment } from "./environment.ts";
import type { LambdaContext } from "./function-url.ts";
import { logOutcome } from "./schedule-log.ts";

const config = parseKeyConfig(await readEnvironment(process.env));
const database = deployedDatabase(config);
const secrets = createSecrets(config.secretKeys);

const keyRing = createKeyRing({
  collection: database.collection(signingKeys),
  secrets,
  clock: systemClock,
  settings: config.settings,
});

/** Milliseconds that a batch may take: another begins only while so much is left. */
const batchTime = 15_000;

/**
 * The schedule that replaces signing keys when they are due, one step at a time, and seals under a new SECRET_KEY what an older one has. It
 * takes no input.
 */
export async function handler(_event: unknown, context: LambdaContext) {
  const step = await keyRing.rotate({ olderThan: signingKeyLifetime });
  const accounts = await resealAccounts({ database, secrets }, () => context.getRemainingTimeInMillis() > batchTime);
  return logOutcome("rotate-keys", { ...step, accounts });
}
