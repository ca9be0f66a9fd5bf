import { inject, onTestFinished } from "vitest";
import type { Artifact } from "../deployment.ts";
import { startEnvironment } from "./environment.ts";

/** Starts one environment of a schedule's function. */
export async function startSchedule(
  name: "RotateKeysHandler" | "RemoveExpiredHandler" | "RelayHandler",
  environment: Record<string, string>,
) {
  const started = await startEnvironment({ ...(inject("production").artifacts[name] as Artifact), environment });
  onTestFinished(started.stop);
  return started;
}

/** The variables with which mails go to a server on loopback. */
export const mailBySmtp = (port: number) => ({
  MAIL_TRANSPORT: "smtp",
  MAIL_FROM: "Example <no-reply@example.com>",
  LINKS_URL: "https://app.example.com",
  SMTP_URL: `smtp://127.0.0.1:${port}`,
});
