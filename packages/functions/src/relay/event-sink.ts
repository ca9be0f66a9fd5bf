import type { Carriers, Database, EventType } from "@rollcall/core";
import { eventRecorder, toEvent } from "@rollcall/core/audit";
import type { EventConfig } from "../config/events.ts";
import type { LogSink } from "../http/request-log.ts";

export interface SinkOptions {
  database: Database;
  events: EventConfig;
  log: LogSink;
}

/** What an operator wants to know of at once: alarms go by its line in the log. */
const alarming: ReadonlySet<string> = new Set<EventType>(["administrator.promoted", "refresh_token.reused"]);

/** Where events go, by the settings. What was taken by one sink and not by the next comes to both once more, with the same id. */
export async function openSink({ database, events, log }: SinkOptions): Promise<{
  event: Carriers["event"];
  close?: () => void;
}> {
  const record = events.sinks.includes("collection") ? eventRecorder({ database }) : null;
  const bridge = events.bus === undefined ? null : (await import("./event-bridge.ts")).eventBridge(events.bus);
  return {
    async event(account, id, entry) {
      await record?.(account, id, entry);
      await bridge?.send(toEvent(account, id, entry));
      const { type } = entry;
      if (alarming.has(type)) log(lineOf({ type, id, userId: account._id, actor: entry.actor.type }));
    },
    ...(bridge && { close: bridge.close }),
  };
}

function lineOf(event: object): string {
  return JSON.stringify({ time: new Date().toISOString(), level: "warn", message: "event", event });
}
