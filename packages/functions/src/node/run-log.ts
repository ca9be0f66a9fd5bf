import type { LogSink } from "../http/request-log.ts";

/** Writes what a loop of this process did in one run as a line of JSON. @param message what the line is found by */
export function runLog(log: LogSink, message: string) {
  return (level: "info" | "warn", outcome: object): void =>
    log(JSON.stringify({ time: new Date().toISOString(), level, message, ...outcome }));
}
