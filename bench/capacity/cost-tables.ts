import { assumptions } from "./assumptions.ts";
import { costOfMillion, costOfMonth, costOfStandingStill, databaseOf } from "./costs.ts";
import { duration } from "./load.ts";
import { bytes, dollars, number, table } from "./markdown.ts";
import { measured } from "./measured.ts";
import { month, type Operation, operations } from "./operations.ts";
import { prices, rents } from "./prices.ts";

/* The tables of docs/costs.md. */

const users = 10_000;

export const costTables: Record<string, () => string> = {
  requests: () =>
    table(
      ["", "Billed", "Requests", "Duration", "Log", "A million"],
      (Object.keys(operations) as Operation[]).map((name) => {
        const { request, time, log, total } = costOfMillion(duration(name));
        return [
          `\`${operations[name].route}\``,
          `${number(duration(name))} ms`,
          ...[request, time, log].map(dollars),
          `**${dollars(total)}**`,
        ];
      }),
    ),
  derivation: () => {
    const { me, signIn } = measured.processor;
    const { slowness, trip } = assumptions;
    const line = (name: string, cpu: number, trips: number, ms: number) =>
      `    ${name.padEnd(9)} ${number(cpu).padStart(5)} × ${slowness.value} × 1769/1024 + ${trips} × ${trip.value} = ${number(ms)} ms`;
    return [line("GET /me", me, 1, duration("me")), line("sign-in", signIn, 2, duration("signIn"))].join("\n");
  },
  standing: () => {
    const { alarmCount, metricCount, scheduled, alarms, schedules, scheduleLogs } = costOfStandingStill();
    return table(
      ["", "Amount", "Cost"],
      [
        [
          "Alarms",
          `${alarmCount}, and ${metricCount} metrics that are counted from logs; and two alarms for each service in \`audiences\``,
          `${dollars(alarms)}, and $0.20 a service`,
        ],
        [
          "The schedules",
          `${number(scheduled, 5)} invocations at 512 MB, that of the relay assumed as half a second, the others as two`,
          dollars(schedules),
        ],
        ["Their log", bytes(scheduled * assumptions.logLine.value), dollars(scheduleLogs)],
        [
          "The key set",
          "8,760 requests of each process that verifies tokens, which asks every five minutes",
          "$0.01 each",
        ],
        ["Parameters", "2 standard ones, read once by each environment at default throughput", "$0"],
        [
          "Decryption of the parameters",
          "2 requests to KMS for each environment that starts: $0.03 for 10,000",
          "under $0.01 for the schedules",
        ],
        ["The function URLs", "have no price of their own", "$0"],
      ],
    );
  },
  month: () => {
    const { count, requests, mails, standing, total } = costOfMonth(users);
    const database = prices.atlasM10.value;
    return table(
      [`${number(users, 5)} monthly users`, "A month"],
      [
        [`Their ${number(count, 3)} requests`, dollars(requests)],
        [`${number(users * assumptions.mails.value)} mails`, dollars(mails)],
        ["What is paid whatever they do", dollars(standing)],
        ["**Rollcall without its database**", `**${dollars(total)}**`],
        ["MongoDB Atlas, M10, if there is no other database to share", dollars(database)],
        ["**With it**", `**${dollars(total + database)}**`],
        ...rents.map(({ what, monthly, note }) => {
          const price = monthly(users);
          return [`${what}: ${note}`, price === null ? "not stated" : dollars(price)];
        }),
      ],
    );
  },
  growth: () =>
    table(
      ["Monthly users", "Rollcall", "MongoDB Atlas", "Both", ...compared.map(({ what }) => what)],
      [1e3, 1e4, 1e5, 1e6].map((count) => {
        const { total } = costOfMonth(count);
        const database = databaseOf(count);
        return [
          number(count, 7),
          dollars(total),
          database ? `${dollars(database.price)} (${database.name})` : "not known",
          `**${dollars(total + (database?.price ?? Number.NaN))}**`,
          ...compared.map(({ monthly }) => dollars(monthly(count) ?? Number.NaN)),
        ];
      }),
    ),
  perUser: () =>
    `A monthly user is assumed to sign in ${month.signIn} times, to refresh ${month.refresh} times, to read the account and to ask for a token for another service ${month.me} times each; ${number(100 * month.register)} % are new, and half of them get a mail.`,
  prices: () =>
    table(
      ["", "Price", "Pages"],
      [
        ...Object.values(prices).map(({ what, text, pages }) => [what, text, pages]),
        ...vendors.map(({ name, pages }) => [name, "as above", pages]),
      ],
    ),
};

/** Those whose prices go on with the number of users. */
const compared = rents.filter(({ what }) => what.startsWith("Amazon Cognito"));

const vendors = [
  ...new Map(rents.map(({ what, pages }) => [pages, { name: what.split(",")[0] as string, pages }])).values(),
];
