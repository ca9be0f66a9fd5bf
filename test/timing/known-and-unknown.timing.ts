import { describe, expect, it } from "vitest";
import { signUp } from "../support/accounts.ts";
import { type DatabaseForm, databaseForms } from "../support/databases.ts";
import { addressIn, startLimited, times, wrong } from "../support/guessing.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { timed } from "../support/timed.ts";

/** A route that takes an address from anybody. A new one is a row. */
interface Row {
  title: string;
  /** What it answers, whoever's the address is. */
  status: number;
  /** It takes so long that what is left between the two is noise alone. */
  hashes?: true;
  start(options: Parameters<typeof startRollcall>[0]): TestRollcall;
  /** What has to be done with each address before. */
  prepare?(rollcall: TestRollcall, email: string): Promise<unknown>;
  ask(rollcall: TestRollcall, email: string, round: number): Promise<Response>;
}

const logIn = (rollcall: TestRollcall, email: string, round: number) =>
  rollcall.call("POST", "/auth/login", { body: { email, password: wrong }, ip: addressIn(round) });

const rows: Row[] = [
  { title: "a sign-in that is looked at", status: 401, hashes: true, start: startRollcall, ask: logIn },
  {
    title: "a sign-in that has to wait",
    status: 429,
    start: startLimited,
    prepare: (rollcall, email) => times(10, (round) => logIn(rollcall, email, round)),
    ask: logIn,
  },
];

const each = 120;
const addresses = (kind: string) => Array.from({ length: 12 }, (_, index) => `${kind}${index}@example.com`);
const kinds = { known: addresses("known"), unknown: addresses("unknown") };

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** How often a time of `a` is longer than one of `b`: 0.5 when nothing tells them apart. */
function areaUnderCurve(a: number[], b: number[]): number {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
}

/** The times of as many requests for known addresses as for unknown ones, in turns. */
async function measure(rollcall: TestRollcall, { ask, status }: Row) {
  const measured = { known: [] as number[], unknown: [] as number[] };
  // The first ones warm it up.
  for (let round = -5; round < each; round++) {
    for (const kind of round % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      const email = kinds[kind].at(round % kinds[kind].length) as string;
      const { result, ms } = await timed(() => ask(rollcall, email, round + each));
      expect(result.status).toBe(status);
      if (round >= 0) measured[kind].push(ms);
    }
  }
  return measured;
}

describe("time does not tell a known address from an unknown one (Q30)", () => {
  // Noise of the machine may mislead one measurement; a real difference misleads all three.
  it.each(rows)("by $title", { retry: 2 }, async (row) => {
    // MongoDB, where there is one: it is what everybody's service stands on.
    const rollcall = row.start({ form: databaseForms().at(-1) as DatabaseForm, realHashing: true });
    for (const email of kinds.known) await signUp(rollcall, email);
    for (const email of [...kinds.known, ...kinds.unknown]) await row.prepare?.(rollcall, email);
    const { known, unknown } = await measure(rollcall, row);
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(Math.max(3, 0.1 * median(known)));
    if (!row.hashes) return;
    expect(areaUnderCurve(known, unknown)).toBeGreaterThan(0.3);
    expect(areaUnderCurve(known, unknown)).toBeLessThan(0.7);
  });
});
