import "./code-cache.ts";

import { systemClock } from "@rollcall/core";
import { markUndeliverable } from "@rollcall/core/mail";
import { parseDatabaseConfig } from "../config.ts";
import { deployedDatabase } from "../deps.ts";
import { bouncesOf } from "../mail/bounces.ts";
import { readEnvironment } from "./environment.ts";
import { logOutcome } from "./schedule-log.ts";

const database = deployedDatabase(parseDatabaseConfig(await readEnvironment(process.env)));

/** What SES tells by SNS of mails that came back, and of readers who complain. To be told twice does no harm. */
export async function handler(event: unknown) {
  const bounces = bouncesOf(event);
  const marked = await Promise.all(
    bounces.map(({ email, reason, at }) => markUndeliverable({ database, clock: systemClock }, email, reason, at)),
  );
  return logOutcome("bounces", { told: bounces.length, marked: marked.filter(Boolean).length });
}
