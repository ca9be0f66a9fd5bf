import "./code-cache.ts";

import { createSecrets, systemClock } from "@rollcall/core";
import { relay } from "@rollcall/core/relay";
import { parseRelayConfig } from "../config.ts";
import { deployedDatabase } from "../deps.ts";
import { openCarriers } from "../relay/carriers.ts";
import { readEnvironment } from "./environment.ts";
import type { LambdaContext } from "./function-url.ts";
import { logOutcome, writeLine } from "./schedule-log.ts";

const config = parseRelayConfig(await readEnvironment(process.env));
const parts = { clock: systemClock, secrets: createSecrets(config.secretKeys), database: deployedDatabase(config) };
const carriers = await openCarriers({ ...parts, mail: config.mail, events: config.events, log: writeLine });

/** Milliseconds that one account's entries may take: another begins only while so much is left. */
const accountTime = 15_000;

/** Carries out what accounts have queued; called after a request, and by a schedule. It takes no input. */
export async function handler(_event: unknown, context: LambdaContext) {
  const mayGoOn = () => context.getRemainingTimeInMillis() > accountTime;
  const report = logOutcome("relay", await relay(parts, carriers, mayGoOn));
  // A failure is what an alarm goes by; to be run again does no harm.
  if (report.dead > 0) throw new Error(`${report.dead} given up: \`rollcall mail list\` shows them`);
  return report;
}
