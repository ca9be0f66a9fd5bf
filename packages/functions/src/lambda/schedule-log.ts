/** One line of the log. */
export const writeLine = (line: string): void => void process.stdout.write(`${line}\n`);

/** Writes what a schedule did as one line of JSON, and hands it on. */
export function logOutcome<T extends object>(schedule: string, outcome: T): T {
  writeLine(JSON.stringify({ time: new Date().toISOString(), level: "info", schedule, ...outcome }));
  return outcome;
}
