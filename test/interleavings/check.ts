import { decodeProtectedHeader } from "jose";
import { type ExplorationOptions, explore } from "./exploration.ts";
import { invariants } from "./invariants.ts";
import type { Outcome, Queued } from "./outcome.ts";
import { type Recovered, recover } from "./recovery.ts";
import { type Bench, nameOf, runScenario, type Scenario, toScheduleName } from "./scenario.ts";
import type { Fault } from "./schedule.ts";
import { type Explain, type Explained, explainBySerialRuns } from "./serial.ts";

/** Something that does not hold, and the schedule after which it does not. */
export interface Finding {
  invariant: Judged;
  problem: string;
  schedule: string;
}

export interface Report {
  name: string;
  /** Orders in which nothing goes wrong, and all with those in which something does. */
  orders: number;
  schedules: number;
  /** Different ends that they came to. */
  ends: string[];
  findings: Finding[];
}

/** Runs every schedule of a scenario: each order of the calls, with each fault there may be. */
export async function check(bench: Bench, scenario: Scenario, options?: ExplorationOptions): Promise<Report> {
  const judge = createJudge(bench, scenario, await explainBySerialRuns(bench, scenario));
  /** The most calls that each task has made. */
  const calls = scenario.verbs.map(() => 0);
  let schedules = 0;
  const exploreWith = (fault: Fault | null) => {
    const visit = async (outcome: Outcome, choices: number[]) => {
      if (fault && !outcome.isFaulty) return true;
      schedules++;
      for (const [task, count] of outcome.calls.entries()) calls[task] = Math.max(calls[task] as number, count);
      return judge.look(outcome, fault, choices);
    };
    const isCounted = fault?.kind === "death";
    return explore((choose) => runScenario(bench, scenario, { choose, fault }), visit, { ...options, isCounted });
  };
  await exploreWith(null);
  const orders = schedules;
  for (const kind of ["death", "lost", "unsent"] as const) {
    for (const task of scenario.verbs.keys()) {
      for (let call = 1; call <= (calls[task] as number) && !judge.isOver(); call++)
        await exploreWith({ kind, task, call });
    }
  }
  return { name: nameOf(scenario), orders, schedules, ends: judge.ends(), findings: judge.findings() };
}

/** Looks at what schedules have come to: once at each of those that differ in nothing but ids. */
function createJudge(bench: Bench, scenario: Scenario, explain: Explain) {
  const known = new Set<string>();
  const findings = new Map<string, Finding>();
  // What goes on for ever has more schedules than anybody can wait for.
  const ending = scenario.defect?.breaks ?? "every verb ends";
  const isOver = () => [...findings.values()].some(({ invariant }) => invariant === ending);
  return {
    ends: () => [...known].sort(),
    findings: () => [...findings.values()],
    isOver,
    /** @returns whether there is more to look for */
    async look(outcome: Outcome, fault: Fault | null, choices: readonly number[]): Promise<boolean> {
      const end = canonical(outcome, fault);
      if (known.has(end)) return !isOver();
      known.add(end);
      const schedule = toScheduleName(scenario, fault, choices);
      for (const { invariant, problem } of await judge(bench, outcome, fault, explain)) {
        const key = `${invariant}: ${problem}`;
        if (!findings.has(key)) findings.set(key, { invariant, problem, schedule });
      }
      return !isOver();
    },
  };
}

/** What is looked at after a schedule. */
export type Judged = keyof typeof invariants | keyof Explained | keyof Recovered;

/** What does not hold after a schedule, of which the database still is as it has left it. */
export async function judge(
  { database }: Bench,
  outcome: Outcome,
  fault: Fault | null,
  explain: Explain,
): Promise<Omit<Finding, "schedule">[]> {
  const held = Object.entries(invariants).map(([name, holds]) => [name, holds(outcome)]);
  const found = [
    ...held,
    ...Object.entries(explain(outcome, fault)),
    ...Object.entries(await recover(database, outcome)),
  ];
  return (found as [Judged, string[]][]).flatMap(([invariant, problems]) =>
    problems.map((problem) => ({ invariant, problem })),
  );
}

/** What is another one each time, and nothing is to be learned from. */
const unlike = new Set(["searchKeys", "tokens", "iv"]);

/** All that a schedule has come to, with numbers in the place of what is random: equal where they differ in nothing else. */
function canonical({ endings, stored, queued, mailbox, handedOut }: Outcome, fault: Fault | null): string {
  const seen = new Map<string, number>();
  const text = JSON.stringify(
    [
      fault?.task,
      endings,
      stored,
      queued.toSorted((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1)),
      mailbox.map(({ subject }) => subject).sort(),
      handedOut.map(({ task, tokens, claims }) => [task, claims, decodeProtectedHeader(tokens.accessToken).kid]),
    ],
    (key, value) => (unlike.has(key) ? undefined : value),
  );
  return text.replace(/[\w-]{20,}/g, (random) => {
    if (!seen.has(random)) seen.set(random, seen.size);
    return `#${seen.get(random)}`;
  });
}

const kindOf = (entry: Queued) => `${entry.queuedAt.getTime()} ${entry.kind === "mail" ? entry.template : entry.type}`;
