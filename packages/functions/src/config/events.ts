import * as z from "zod/mini";
import { ConfigError } from "./config-error.ts";
import { list } from "./values.ts";

const sinks = ["collection", "eventbridge"] as const;
export type Sink = (typeof sinks)[number];

const isSinks = (names: string[]): names is Sink[] =>
  names.length > 0 && new Set(names).size === names.length && names.every((name) => sinks.includes(name as Sink));

const sinkList = z
  .pipe(z.string(), list)
  .check(
    z.refine(
      (names) => isSinks(names) || (names.length === 1 && names[0] === "none"),
      "expected collection, eventbridge, both with a comma between them, or none",
    ),
  );

/** The variables that speak of the audit trail. */
export const eventVariables = {
  EVENTS_SINK: z._default(sinkList, ["collection"]),
  EVENT_BUS: z.optional(
    z.string().check(z.regex(/^[\w./-]{1,256}$/, "expected the name of an event bus, of this account and region")),
  ),
};

type Values = z.output<z.ZodMiniObject<typeof eventVariables>>;

export interface EventConfig {
  /** Where events go; nowhere with none of them. */
  sinks: Sink[];
  bus: string | undefined;
}

/** @throws ConfigError when there is no bus to send events to, or one that none are sent to */
export function eventsOf({ EVENTS_SINK, EVENT_BUS: bus }: Values): EventConfig {
  const chosen = isSinks(EVENTS_SINK) ? EVENTS_SINK : [];
  const isSent = chosen.includes("eventbridge");
  if (isSent && !bus) throw new ConfigError(["EVENT_BUS: is not set. Set it to the name of the event bus"]);
  if (bus && !isSent) throw new ConfigError(["EVENT_BUS: would never count. Add eventbridge to EVENTS_SINK"]);
  return { sinks: chosen, bus };
}
