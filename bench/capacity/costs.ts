import { assumptions, deployed } from "./assumptions.ts";
import { sizeOf } from "./growth.ts";
import { duration } from "./load.ts";
import { month, type Operation, requestsInAMonth } from "./operations.ts";
import { prices } from "./prices.ts";

/* US dollars, by arithmetic from prices: the formulas of docs/costs.md. */

const million = 1e6;
const hoursInAMonth = 730;

/** What a request of some milliseconds costs on the API's function. */
export function costOfRequest(milliseconds: number, { logged = assumptions.logLine.value as number } = {}) {
  const request = prices.request.value;
  const time = (milliseconds / 1_000) * (deployed.memory / 1_024) * prices.gigabyteSecond.value;
  const log = logged * prices.logByte.value;
  return { request, time, log, total: request + time + log };
}

/** The same of a million requests. */
export function costOfMillion(milliseconds: number, options?: { logged: number }) {
  const { request, time, log, total } = costOfRequest(milliseconds, options);
  return { request: request * million, time: time * million, log: log * million, total: total * million };
}

/** Invocations in a month: the relay each minute, the removal six times an hour, the rotation once. */
const invocations = { relay: hoursInAMonth * 60, others: hoursInAMonth * 7 };
const scheduled = invocations.relay + invocations.others;

/** Seconds that a schedule takes which has little to do, assumed: the relay half a second, the others two. */
const scheduleSeconds = invocations.relay * 0.5 + invocations.others * 2;

/** What infra/ makes without mail: alarms, and of these the ones that count lines of a log. */
const alarms = { all: 13, onLogs: 3 };

/** What a month costs with no traffic at all, beside the database. */
export function costOfStandingStill() {
  const scheduleTime = scheduleSeconds * (deployed.scheduleMemory / 1_024) * prices.gigabyteSecond.value;
  const parts = {
    alarms: alarms.all * prices.alarm.value + alarms.onLogs * prices.metric.value,
    schedules: scheduled * (prices.request.value + prices.scheduledInvocation.value) + scheduleTime,
    scheduleLogs: scheduled * assumptions.logLine.value * prices.logByte.value,
  };
  return {
    alarmCount: alarms.all,
    metricCount: alarms.onLogs,
    scheduled,
    ...parts,
    total: parts.alarms + parts.schedules + parts.scheduleLogs,
  };
}

/** A month of so many monthly users: their requests and mails, and what is paid whatever they do. */
export function costOfMonth(users: number) {
  const perUser = Object.entries(month).reduce(
    (sum, [name, count]) => sum + count * costOfRequest(duration(name as Operation)).total,
    0,
  );
  const requests = users * perUser;
  const mails = users * assumptions.mails.value * prices.mail.value;
  const standing = costOfStandingStill().total;
  return { count: users * requestsInAMonth, requests, mails, standing, total: requests + mails + standing };
}

/** The smallest cluster of those whose price is known that has the disk for it. */
const databases = [
  { name: "M10", disk: 10e9, price: prices.atlasM10.value },
  { name: "M30", disk: 40e9, price: prices.atlasM30.value },
  { name: "M30 with 200 GB", disk: 200e9, price: prices.atlasM30Larger.value },
] as const;

/** What is stored for so many monthly users, and a cluster that holds it. */
export function databaseOf(users: number) {
  const accounts = users / assumptions.monthly.value;
  return databases.find(({ disk }) => disk >= sizeOf(accounts).total);
}
