import { watch, watchLog } from "./alarms.ts";
import { arnOf, functionArgs, logGroupOf } from "./function.ts";
import { mailAccess } from "./mail.ts";
import { fullAccess, maintenanceAccess, sendingAccess } from "./secrets.ts";
import { events, settingsFor } from "./settings.ts";

type Grants = NonNullable<Parameters<typeof functionArgs>[1]["permissions"]>;

interface Schedule {
  schedule: `rate(${string})`;
  handler: string;
  description: string;
  environment: Record<string, $util.Input<string>>;
  permissions: Grants;
  /** Where it may take longer than most. */
  timeout?: `${number} minutes`;
}

/** A schedule with a small function of its own. Each is safe to run twice, and at the same time. */
function schedule(name: string, { schedule, ...args }: Schedule) {
  const cron = new sst.aws.CronV2(name, {
    schedule,
    retries: 2,
    function: functionArgs(name, { memory: "512 MB", timeout: "60 seconds", ...args }),
  });
  watch(name, cron.nodes.function.name, [
    { metric: "Errors", threshold: 1, description: `The schedule ${name} failed: see its log` },
  ]);
  return cron.nodes.function;
}

schedule("RotateKeys", {
  schedule: "rate(1 hour)",
  description: "Rollcall: replaces signing keys that are due, one step an hour",
  handler: "packages/functions/src/lambda/rotate-keys.handler",
  environment: { ...settingsFor("SIGNING_ALG", "ACCESS_TOKEN_TTL", "MONGODB_POOL_SIZE"), ...fullAccess.environment },
  permissions: fullAccess.permissions,
});

/** The right to send events to the one bus. */
const busAccess = events.bus
  ? [{ actions: ["events:PutEvents"], resources: [arnOf("events", `event-bus/${events.bus}`)] }]
  : [];

// What it does is also asked for at once, by the API; the schedule finds what nobody asked for, and what is to be tried again.
const relay = schedule("Relay", {
  schedule: "rate(1 minute)",
  description: "Rollcall: sends mails, and writes the audit trail",
  handler: "packages/functions/src/lambda/relay.handler",
  environment: {
    // It works on many accounts at once, so its pool is as large as a server's.
    ...settingsFor("MAIL_TRANSPORT", "MAIL_FROM", "MAIL_LANGUAGE", "LINKS_URL", "EVENTS_SINK", "EVENT_BUS"),
    ...sendingAccess.environment,
    ...mailAccess.environment,
  },
  permissions: [...sendingAccess.permissions, ...mailAccess.permissions, ...busAccess],
});

const eventLine = (type: string) => `{ $.message = "event" && $.event.type = "${type}" }`;

watchLog("Relay", logGroupOf(relay), [
  {
    metric: "ReusedRefreshTokens",
    pattern: eventLine("refresh_token.reused"),
    threshold: 1,
    description: "A refresh token came again after its session had gone on: somebody else may have it",
  },
  {
    metric: "NewAdministrators",
    pattern: eventLine("administrator.promoted"),
    threshold: 1,
    description: "Somebody has become an administrator",
  },
]);

// A run that has much to do goes on until the next one begins.
const removal = schedule("RemoveExpired", {
  schedule: "rate(10 minutes)",
  timeout: "10 minutes",
  description: "Rollcall: removes what is over, and carries out deletions that are due",
  handler: "packages/functions/src/lambda/remove-expired.handler",
  environment: {
    ...settingsFor("EVENTS_RETENTION", "PLACES_RETENTION", "DEAD_LETTERS_RETENTION", "MONGODB_POOL_SIZE"),
    ...maintenanceAccess.environment,
  },
  permissions: maintenanceAccess.permissions,
});

watch("RemoveExpired", removal.name, [
  {
    metric: "Duration",
    threshold: 580_000,
    description:
      "A run was at work for all of its time, and has not removed all that is over: see isComplete in its log",
  },
]);
