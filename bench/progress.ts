import type { Progress, Scenario } from "./scenario.ts";

/** Minutes and seconds: "1:30". */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const total = (scenarios: readonly Scenario[]) => scenarios.reduce((sum, { seconds }) => sum + seconds, 0);

/** A line that tells on a terminal what is being measured, and the time left. */
export function progressOf(scenarios: readonly Scenario[], at: number, stream = process.stderr): Progress {
  const { name = "", seconds = 0 } = scenarios[at] ?? {};
  const afterwards = total(scenarios.slice(at + 1));
  return (done, of, what) => {
    if (!stream.isTTY) return;
    const left = clock(seconds * (1 - done / of) + afterwards);
    const line = `[${at + 1}/${scenarios.length}] ${name}: ${what} (${done + 1} of ${of}), ${left} left`;
    stream.write(`\r${line.slice(0, stream.columns - 1)}\u001b[K`);
  };
}

/** Takes the line away, so that nothing is written behind it. */
export function endProgress(stream = process.stderr): void {
  if (stream.isTTY) stream.write("\r\u001b[K");
}

/** What is said before a run of these. */
export function timeNeeded(scenarios: readonly Scenario[]): string {
  return `This takes about ${clock(total(scenarios))}.`;
}
