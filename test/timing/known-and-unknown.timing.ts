import type { Settings } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { signUp } from "../support/accounts.ts";
import { type DatabaseForm, databaseForms } from "../support/databases.ts";
import { signUpProtected } from "../support/factors.ts";
import { addressIn, startLimited, times, wrong } from "../support/guessing.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { timed } from "../support/timed.ts";

/** A route that takes an address from anybody. A new one is a row. */
interface Row {
  title: string;
  /** What it answers, whoever's the address is. */
  status: number;
  /** It takes so long that what is left between the two is noise alone. */
  hashes?: boolean;
  /** With the product's own limits. */
  isLimited?: true;
  settings?: Partial<Settings>;
  /** Both have accounts: the known ones with a second factor, the others without. */
  isOfFactors?: true;
  /** What has to be done with each address before; the addresses are fewer then. */
  prepare?(rollcall: TestRollcall, email: string): Promise<unknown>;
  ask(rollcall: TestRollcall, email: string, round: number): Promise<Response>;
}

const logIn = (rollcall: TestRollcall, email: string, round: number) =>
  rollcall.call("POST", "/auth/login", { body: { email, password: wrong }, ip: addressIn(round) });

const post = (path: string, fields: object = {}): Row["ask"] => {
  return (rollcall, email) => rollcall.call("POST", path, { body: { email, ...fields } });
};

const wrongCode = { code: "00000000" };

const rows: Row[] = [
  { title: "a sign-in that is looked at", status: 401, hashes: true, ask: logIn },
  {
    title: "a sign-in that has to wait",
    status: 429,
    isLimited: true,
    prepare: (rollcall, email) => times(10, (round) => logIn(rollcall, email, round)),
    ask: logIn,
  },
  {
    title: "a registration that has to be confirmed",
    status: 202,
    hashes: true,
    settings: { registration: "verify" },
    ask: post("/auth/register", { password: "seven lighthouses in a row" }),
  },
  { title: "a forgotten password", status: 202, ask: post("/auth/password/forgot") },
  { title: "a confirmation that is wanted again", status: 202, ask: post("/auth/email/verify/resend") },
  { title: "a wrong code of a confirmation", status: 401, ask: post("/auth/email/verify", wrongCode) },
  { title: "a link to sign in with", status: 202, ask: post("/auth/code") },
  { title: "a wrong code to sign in with", status: 401, ask: post("/auth/code/redeem", wrongCode) },
  { title: "a wrong code of a new address", status: 401, ask: post("/auth/email/change", wrongCode) },
  {
    title: "a wrong code of a new password",
    status: 401,
    ask: post("/auth/password/reset", { ...wrongCode, newPassword: "seven lighthouses in a row" }),
  },
];

/** What is asked before a first proof was right tells nobody who has a second factor. */
const ofFactors: Row[] = rows
  .filter(({ title }) =>
    [
      "a sign-in that is looked at",
      "a wrong code to sign in with",
      "a forgotten password",
      "a link to sign in with",
    ].includes(title),
  )
  .map((row) => ({ ...row, title: `${row.title}, of who has a second factor and who has none`, isOfFactors: true }));

const each = 120;
/** Requests that warm it up. */
const before = 5;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** How often a time of `a` is longer than one of `b`: 0.5 when nothing tells them apart. */
function areaUnderCurve(a: number[], b: number[]): number {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
}

type Kinds = Record<"known" | "unknown", string[]>;

/** The times of as many requests for known addresses as for unknown ones, in turns. */
async function measure(rollcall: TestRollcall, { ask, status }: Row, kinds: Kinds) {
  const measured = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < before + each; round++) {
    for (const kind of round % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      const email = kinds[kind][round % kinds[kind].length] as string;
      const { result, ms } = await timed(() => ask(rollcall, email, round));
      expect(result.status).toBe(status);
      if (round >= before) measured[kind].push(ms);
    }
  }
  return measured;
}

/** A service in which the known addresses have accounts for some minutes. */
async function start(row: Row, { known, unknown }: Kinds) {
  const { hashes = false, isLimited, settings = {}, prepare } = row;
  // MongoDB, where there is one: it is what everybody's service stands on.
  const form = databaseForms().at(-1) as DatabaseForm;
  const open = startRollcall({ form, realHashing: hashes, realDelays: true });
  for (const email of known) await (row.isOfFactors ? signUpProtected : signUp)(open, email);
  for (const email of row.isOfFactors ? unknown : []) await signUp(open, email);
  const options = { shares: open.storage, realHashing: hashes, realDelays: true, settings };
  const rollcall = isLimited ? startLimited(options) : startRollcall(options);
  rollcall.clock.advance(120);
  for (const email of [...known, ...unknown]) await prepare?.(rollcall, email);
  return rollcall;
}

describe("time does not tell a known address from an unknown one (Q27, Q30, Q43)", () => {
  // Noise of the machine may mislead one measurement; a real difference misleads all three.
  it.each([...rows, ...ofFactors])("by $title", { retry: 2 }, async (row) => {
    const count = row.prepare || row.isOfFactors ? 12 : before + each;
    const addresses = (kind: string) => Array.from({ length: count }, (_, index) => `${kind}${index}@example.com`);
    const kinds = { known: addresses("known"), unknown: addresses("unknown") };
    const { known, unknown } = await measure(await start(row, kinds), row, kinds);
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(Math.max(3, 0.1 * median(known)));
    if (!row.hashes) return;
    expect(areaUnderCurve(known, unknown)).toBeGreaterThan(0.3);
    expect(areaUnderCurve(known, unknown)).toBeLessThan(0.7);
  });
});
