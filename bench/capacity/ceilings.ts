import { assumptions, deployed } from "./assumptions.ts";
import { bytesOfAccount, documentBytes, indexBytesOfAccount, removalsOfAccount } from "./growth.ts";
import { limits } from "./limits.ts";
import {
  averageDuration,
  databaseLoad,
  eventsOfOneRelay,
  eventsOfRequest,
  eventsOfTheSchedule,
  eventsOfTheTrail,
  removalsInAMonth,
} from "./load.ts";
import { number } from "./markdown.ts";
import { requestsInAMonth } from "./operations.ts";

/* What gives way first, and at how much: each part of the service by itself, as it is deployed unless it says otherwise. */

export interface Ceiling {
  what: string;
  /** Requests a second in the assumed mix, or accounts. */
  at: number;
  /** What is seen when it is reached. */
  sign: string;
  /** What to do about it. */
  change: string;
}

const gigabyte = 1e9;
const requestsOf = (environments: number) =>
  environments * Math.min(limits.lambdaRequestsOfEnvironment.value, 1_000 / averageDuration());
const requestsWith = (connections: number) => requestsOf(connections / (deployed.poolSize + 1) - deployed.others);
const requestsWithEvents = (events: number) => events / eventsOfRequest();

function tiersAbove(): string {
  const { atlasConnectionsM40, atlasConnectionsM50, atlasConnectionsM60 } = limits;
  const tiers = [atlasConnectionsM40, atlasConnectionsM50, atlasConnectionsM60];
  return tiers.map(({ what, value }) => `${what} (${number(requestsWith(value), 2)})`).join(", ");
}

const ofRequests: Ceiling[] = [
  {
    what: "`apiConcurrency` of production, 50",
    at: requestsOf(deployed.concurrency),
    sign: "Lambda answers 429; the alarm `ApiThrottles`",
    change: "Raise it, with the connections that it takes: a tenth of the requests a second, or more",
  },
  {
    what: "The relay of the schedule",
    at: requestsWithEvents(eventsOfTheSchedule()),
    sign: "The audit trail is late, and mails that nobody waits for; nothing is lost until an account has 50 entries",
    change:
      "A peak may be above this, an average may not: it catches up when traffic falls. More memory for it (`infra/schedules.ts`): a whole vCPU, 1,769 MB, does three times as much",
  },
  {
    what: "One relay that never pauses",
    at: requestsWithEvents(eventsOfOneRelay()),
    sign: "The same",
    change: "Run several, by a schedule each: they share the work, and keep out of each other's way",
  },
  {
    what: "The order of the audit trail, from any number of relays",
    at: requestsWithEvents(eventsOfTheTrail()),
    sign: "The same, however many relays there are",
    change: "More accounts at once in each relay, up to a hundred; or `EVENTS_SINK=eventbridge`, which has no order",
  },
  {
    what: "SES in its sandbox",
    at: ((limits.sandboxMails.value / 86_400) * requestsInAMonth) / assumptions.mails.value,
    sign: "Mails wait, and are given up after two days and a half: the alarm `RelayErrors`",
    change: "Ask for production access, and then for the rate",
  },
  {
    what: "Connections, M10",
    at: requestsWith(limits.atlasConnectionsM10.value),
    sign: "503 while new environments cannot connect",
    change: "A larger tier; `mongodbPoolSize` 1, which makes it two thirds, and a sign-in a trip longer",
  },
  {
    what: "Connections, M30",
    at: requestsWith(limits.atlasConnectionsM30.value),
    sign: "The same",
    change: tiersAbove(),
  },
  {
    what: "Lambda's default of 1,000 environments",
    at: requestsOf(limits.lambdaConcurrency.value),
    sign: "429",
    change: "Have the quota raised; it takes days, so in time",
  },
  {
    what: "EventBridge, in us-east-1",
    at: requestsWithEvents(limits.putEvents.value),
    sign: "The relay is told to wait, and tries again",
    change: "Have the quota raised",
  },
  {
    what: "The oplog of one primary",
    at: (assumptions.primaryWrites.value / databaseLoad(1).writes) as number,
    sign: "Secondaries fall behind, and writes wait for them",
    change: "Shard: see below",
  },
  {
    what: "A primary of 32 vCPUs at half load",
    at: (32 * assumptions.databaseLoad.value) / databaseLoad(1).processors,
    sign: "Trips take longer; see the simulation",
    change: "A larger tier, up to 96 vCPUs, or shard",
  },
  {
    what: "Connections, M200 and above",
    at: requestsWith(limits.atlasConnectionsM200.value),
    sign: "503",
    change: "More mongos, each with such a limit, and `srvMaxHosts` so that an environment knows a few of them",
  },
  {
    what: "CloudFront",
    at: limits.cloudFrontRequests.value,
    sign: "CloudFront answers 503",
    change: "Have the quota raised",
  },
];

const workingSet = () => indexBytesOfAccount.ofTheRest() + assumptions.hot.value * documentBytes();

const ofAccounts: Ceiling[] = [
  {
    what: "10 GB of disk, with which M10 begins",
    at: (10 * gigabyte) / bytesOfAccount(),
    sign: "Atlas enlarges it by itself",
    change: "Nothing; or keep the trail for less long (`EVENTS_RETENTION`), as it is most of what is stored",
  },
  {
    what: "The removal of what is over, at it all the time",
    at: removalsInAMonth() / removalsOfAccount(),
    sign: "The alarm `RemoveExpiredDuration`: what is over goes later and later, some of each kind",
    change: "More memory for it: 1,769 MB does twice as much",
  },
  {
    what: "8 GB of memory, half of it the cache",
    at: (4 * gigabyte) / workingSet(),
    sign: "Reads come from the disk",
    change: "The next tier; each doubles it",
  },
  {
    what: "4 TB of disk, the largest, less a quarter to work with",
    at: (0.75 * limits.atlasDisk.value * gigabyte) / bytesOfAccount(),
    sign: "",
    change:
      "The trail elsewhere (`EVENTS_SINK=eventbridge`, into a store for logs): then one replica set holds five times as many",
  },
  {
    what: "768 GB of memory, the largest, half of it the cache",
    at: (384 * gigabyte) / workingSet(),
    sign: "",
    change: "Shard",
  },
];

const byHeight = (ceilings: readonly Ceiling[]) => ceilings.toSorted((a, b) => a.at - b.at);

export const ceilings = { requests: byHeight(ofRequests), accounts: byHeight(ofAccounts) };

/** Those that are met on the way from one step to the next, the lowest first. */
export function metBetween(all: readonly Ceiling[], from: number, to: number): Ceiling[] {
  return all.filter(({ at }) => at > from && at <= to);
}
