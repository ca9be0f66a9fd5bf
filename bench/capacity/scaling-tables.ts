import { assumptions, deployed } from "./assumptions.ts";
import { type Ceiling, ceilings, metBetween } from "./ceilings.ts";
import { costOfMonth } from "./costs.ts";
import { documentBytes, indexBytesOfAccount, sizeOf } from "./growth.ts";
import { limits } from "./limits.ts";
import {
  busyEnvironments,
  connections,
  databaseLoad,
  duration,
  environments,
  eventsOfRequest,
  growth,
  hashTime,
  shards,
} from "./load.ts";
import { bytes, dollars, number, power, table } from "./markdown.ts";
import { measured } from "./measured.ts";
import { mix, month, type Operation, operations } from "./operations.ts";

/* The tables of docs/scaling.md. */

const accountSteps = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
const requestSteps = [10, 1e2, 1e3, 1e4, 1e5];

const { weights, processor } = measured;

export const scalingTables: Record<string, () => string> = {
  operations: () =>
    table(
      ["", "Share", "CPU, measured", "Trips, one after the other", "Reads + writes", "On Lambda"],
      (Object.keys(mix) as Operation[]).map((name) => [
        `\`${operations[name].route}\``,
        `${number(mix[name] * 100)} % (${month[name]} a month)`,
        `${number(processor[name])} ms`,
        String(operations[name].trips),
        `${operations[name].reads} + ${operations[name].writes}`,
        `${number(duration(name))} ms`,
      ]),
    ),
  assumptions: () =>
    table(
      ["Assumed", "", ""],
      Object.values(assumptions).map(({ why, value, unit }) => [why, number(value), unit]),
    ),
  weights: () =>
    table(
      ["", "Bytes"],
      [
        ["An account with 1 session", number(weights.account["1"], 5)],
        ["with 10", number(weights.account["10"], 5)],
        ["with 100, the most", number(weights.account["100"], 5)],
        ["of which a session", number(weights.parts.session)],
        [`of which the keys of searches, ${weights.searchKeys} in this account`, number(weights.parts.searchKeys)],
        [
          "An event that waits in the account, of which there are 50 at most, and as many mails",
          number(weights.waitingEvent),
        ],
        ["An event in the trail", number(weights.event)],
        ["A count of a network that has tried all groups of accounts, the most", number(weights.throttle, 4)],
      ],
    ),
  indexes: () =>
    table(
      ["Index", "Entries an account", "Bytes an account"],
      [
        ...weights.indexes.users.map(({ name, entriesPerAccount, bytesPerAccount }) => [
          `\`${name}\``,
          number(entriesPerAccount),
          number(bytesPerAccount, 4),
        ]),
        ["All of an account", "", number(indexBytesOfAccount.all(), 4)],
        ...weights.indexes.events.map(({ name, bytesPerAccount }) => [
          `\`events\`: \`${name}\``,
          "1 an event",
          number(bytesPerAccount),
        ]),
      ],
    ),
  accounts: () =>
    table(
      [
        "Accounts",
        "Monthly users",
        "Requests a second, average / peak",
        "Documents",
        "Their indexes",
        "The trail, 400 days",
        "Memory for a day's work",
        "A month, without the database",
      ],
      accountSteps.map((accounts) => {
        const size = sizeOf(accounts);
        return [
          power(accounts),
          number(size.monthly),
          `${number(size.requests)} / ${number(size.peak)}`,
          bytes(size.documents),
          bytes(size.indexes),
          bytes(size.events),
          bytes(size.memory),
          dollars(costOfMonth(size.monthly).total),
        ];
      }),
    ),
  requests: () =>
    table(
      [
        "Requests a second",
        "At work at a moment",
        "Concurrency",
        "Connections to a primary",
        "Reads + writes a second",
        "vCPUs of primaries at work",
        "Shards of 16 vCPUs",
        "Events a second",
      ],
      requestSteps.map((rate) => {
        const { reads, writes, processors } = databaseLoad(rate);
        return [
          power(rate),
          number(busyEnvironments(rate)),
          number(environments(rate)),
          number(connections(environments(rate)), 5),
          `${number(reads)} + ${number(writes)}`,
          number(processors),
          shards(rate, 16) === 1 ? "1: a replica set" : String(shards(rate, 16)),
          number(rate * eventsOfRequest()),
        ];
      }),
    ),
  signIns: () =>
    table(
      ["Sign-ins a second", "At work at a moment", "Concurrency", "vCPUs of Lambda that hash", "Memory deployed"],
      requestSteps.map((rate) => {
        const milliseconds = duration("signIn");
        const wanted = environments(rate, milliseconds);
        return [
          power(rate),
          number(busyEnvironments(rate, milliseconds)),
          number(wanted),
          number((rate * hashTime()) / 1_000),
          bytes(wanted * deployed.memory * 1e6),
        ];
      }),
    ),
  ceilingsOfRequests: () => ceilingTable(ceilings.requests, "Requests a second"),
  ceilingsOfAccounts: () => ceilingTable(ceilings.accounts, "Accounts"),
  steps: () =>
    table(
      ["Up to", "What gives way first", "What to do", "And then"],
      [
        ...stepsOf(requestSteps, ceilings.requests, "requests a second"),
        ...stepsOf(accountSteps, ceilings.accounts, "accounts"),
      ],
    ),
  speed: () =>
    `Growth has a speed, too. Lambda starts ${number(limits.lambdaScaling.value, 4)} environments of a function in ten seconds, so traffic may grow by ${number(growth.byEnvironments(), 4)} requests a second in each second; a step beyond that is answered with 429 until it has caught up. Each new environment reads its secrets once, and the Parameter Store answers ${limits.parameterReads.value} such questions a second: where traffic grows by more than ${number(growth.bySecrets())} requests a second in each second, starts ask up to three times more, within two seconds, and those that are refused each time fail, with 502 for their requests. Raise its throughput before a launch that will be steeper.`,
  limits: () =>
    table(
      ["", "Limit", "", "Page"],
      Object.values(limits).map(({ what, value, unit, note, page }) => [
        what,
        `${number(value, 6)}${unit && ` ${unit}`}`,
        note,
        page,
      ]),
    ),
  accountParts: () =>
    `With ${assumptions.sessions.value} sessions an account is ${bytes(documentBytes())}, and ${bytes(indexBytesOfAccount.all())} in indexes, ${number((100 * indexBytesOfAccount.ofSearches()) / indexBytesOfAccount.all(), 2)} % of which are for searches.`,
};

function ceilingTable(all: readonly Ceiling[], unit: string): string {
  return table(
    ["What", unit, "Seen by", "What to change"],
    all.map(({ what, at, sign, change }) => [what, number(at, 2), sign, change]),
  );
}

function stepsOf(steps: readonly number[], all: readonly Ceiling[], unit: string): string[][] {
  return steps.map((step, at) => {
    const [first, ...others] = metBetween(all, steps[at - 1] ?? 0, step);
    return [
      `${power(step)} ${unit}`,
      first ? inCell(first) : "Nothing",
      first?.change ?? "",
      others.map(inCell).join("; "),
    ];
  });
}

const inCell = ({ what, at }: Ceiling) => `${what} (${number(at, 2)})`;
