/** Writes what a schedule did as one line of JSON, and hands it on. */
export function logOutcome<T extends object>(schedule: string, outcome: T): T {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level: "info", schedule, ...outcome })}\n`);
  return outcome;
}
