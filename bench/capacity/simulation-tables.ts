import { number, table } from "./markdown.ts";
import { runs } from "./simulation/runs.ts";
import { type Kept, readSimulated } from "./simulation/simulated.ts";

/* The tables of docs/scaling.md that the simulation fills. */

type Columns = Record<string, (outcome: Kept, seconds: number) => string>;

const milliseconds = (value: number) => `${number(value)} ms`;
const perSecond = (value: number, seconds: number) => number(value / seconds);

const ofRequests: Columns = {
  "Answered a second": ({ answered }, seconds) => perSecond(answered, seconds),
  "p50 / p99": ({ latency: { all } }) => `${number(all.p50)} / ${milliseconds(all.p99)}`,
  "p99 of sign-ins": ({ latency: { signIn } }) => (signIn.p99 === 0 ? "" : milliseconds(signIn.p99)),
  "429 a second, tries included": ({ refused }, seconds) => perSecond(refused, seconds),
  "Starts that failed, a second": ({ failedStarts }, seconds) => perSecond(failedStarts, seconds),
  "Given up a second": ({ givenUp }, seconds) => perSecond(givenUp, seconds),
};

const ofLines: Columns = {
  "Environments with a request": ({ environments }) => number(environments.meanBusy),
  "Started a second": ({ environments }, seconds) => perSecond(environments.started, seconds),
  "Primary busy": ({ database }) => `${number(100 * database.utilization)} %`,
  "Its line, mean / longest": ({ database }) => `${number(database.meanLine)} / ${number(database.longestLine)}`,
  "Wait in it, mean / p99": ({ database }) => `${number(database.meanWait)} / ${milliseconds(database.p99Wait)}`,
  "Events that wait at the end": ({ trail }) => number(trail.lineAtEnd),
};

export const simulationTables: Record<string, () => string> = {
  simulatedRequests: () => tableOf(ofRequests),
  simulatedLines: () => tableOf(ofLines),
};

function tableOf(columns: Columns): string {
  const { outcomes } = readSimulated();
  return table(
    ["10⁵ requests a second", ...Object.keys(columns)],
    runs.map(({ name, world: { seconds } }, at) => [
      name,
      ...Object.values(columns).map((cell) => cell(outcomes[at] as Kept, seconds)),
    ]),
  );
}
