import "./code-cache.ts";

import { createKeyRing, createSecrets, signingKeyLifetime, signingKeys, systemClock } from "@rollcall/core";
import { parseKeyConfig } from "../config.ts";
import { deployedDatabase } from "../deps.ts";
import { readEnvironment } from "./environment.ts";
import { logOutcome } from "./schedule-log.ts";

const config = parseKeyConfig(await readEnvironment(process.env));

const keyRing = createKeyRing({
  collection: deployedDatabase(config).collection(signingKeys),
  secrets: createSecrets(config.secretKeys),
  clock: systemClock,
  settings: config.settings,
});

/** The schedule that replaces signing keys when they are due, one step at a time. It takes no input. */
export async function handler() {
  const step = await keyRing.rotate({ olderThan: signingKeyLifetime });
  return logOutcome("rotate-keys", step);
}
