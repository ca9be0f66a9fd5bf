import type { QueuedEvent } from "@rollcall/core";
import { eventTypes } from "@rollcall/core/audit";
import { describe, expect, it } from "vitest";
import { startAwsService } from "../../../../test/support/aws-service.ts";
import { eventsOf as trailOf } from "../../../../test/support/events.ts";
import { startRollcall, testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";
import { openSink } from "./event-sink.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
const configOf = (variables: Record<string, string>) => parseConfig({ ...environment, ...variables }).events;

const account = { _id: "user_01h455vb4pex5vsknk084sn02q" } as never;
const id = "evt_01kk8r4mqzf2h8k9d3w5x7n0ba";
const entry: QueuedEvent = {
  kind: "event",
  type: "administrator.promoted",
  queuedAt: new Date("2026-05-01T12:00:00.000Z"),
  due: new Date("2026-05-01T12:00:00.000Z"),
  tries: 0,
  actor: { type: "system", id: null },
  requestId: null,
  ip: null,
  data: { by: "command" },
};

/** An Amazon EventBridge on loopback. @param answers what it says to the first calls */
const startEventBridge = (answers: object[] = []) =>
  startAwsService("EVENTBRIDGE", () => ({
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: answers.shift() ?? { FailedEntryCount: 0, Entries: [{ EventId: "1" }] },
  }));

async function open(variables: Record<string, string>) {
  const rollcall = startRollcall();
  const lines: string[] = [];
  const { database } = rollcall.dependencies;
  const sink = await openSink({ database, events: configOf(variables), log: (line) => lines.push(line) });
  return { rollcall, lines, sink };
}

const toBus = { EVENTS_SINK: "eventbridge", EVENT_BUS: "audit" };

describe("events", () => {
  it("go to the collection unless something else is said", async () => {
    const { rollcall, sink } = await open({});
    await sink.event(account, id, entry);
    expect(await trailOf(rollcall)).toMatchObject([{ _id: id, sequence: 1, type: "administrator.promoted" }]);
  });

  it("go nowhere where nobody wants them", async () => {
    const { rollcall, sink } = await open({ EVENTS_SINK: "none" });
    await sink.event(account, id, entry);
    expect(await trailOf(rollcall)).toEqual([]);
  });

  it("go to a bus of EventBridge as the API shows them", async () => {
    const calls = await startEventBridge();
    const { rollcall, sink } = await open(toBus);
    await sink.event(account, id, entry);
    expect(await trailOf(rollcall)).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      headers: {
        "x-amz-target": "AWSEvents.PutEvents",
        authorization: expect.stringMatching(/\/eu-central-1\/events\/aws4_request/),
      },
      body: { Entries: [{ EventBusName: "audit", Source: "rollcall", DetailType: "administrator.promoted" }] },
    });
    const { Detail } = (calls[0]?.body.Entries as { Detail: string }[] | undefined)?.[0] ?? expect.fail();
    expect(JSON.parse(Detail)).toEqual({
      id,
      type: "administrator.promoted",
      outcome: eventTypes["administrator.promoted"].outcome,
      at: "2026-05-01T12:00:00.000Z",
      actor: { type: "system", id: null },
      userId: "user_01h455vb4pex5vsknk084sn02q",
      requestId: null,
      data: { by: "command" },
    });
  });

  it("that EventBridge does not take are tried again by the relay, and are in the collection once", async () => {
    await startEventBridge([{ FailedEntryCount: 1, Entries: [{ ErrorCode: "ThrottlingException" }] }]);
    const { rollcall, sink } = await open({ EVENTS_SINK: "collection, eventbridge", EVENT_BUS: "audit" });
    await expect(sink.event(account, id, entry)).rejects.toThrow("ThrottlingException");
    await sink.event(account, id, entry);
    expect(await trailOf(rollcall)).toHaveLength(1);
  });

  it("that an operator wants to know of are lines of the log, which alarms go by (Q168)", async () => {
    const { lines, sink } = await open({});
    await sink.event(account, id, entry);
    await sink.event(account, `${id.slice(0, -1)}c`, { ...entry, type: "session.started" });
    const event = { type: "administrator.promoted", id, userId: "user_01h455vb4pex5vsknk084sn02q", actor: "system" };
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: expect.any(String), level: "warn", message: "event", event },
    ]);
  });
});

describe("EVENTS_SINK", () => {
  it.each([
    [
      { EVENTS_SINK: "kafka" },
      "EVENTS_SINK: expected collection, eventbridge, both with a comma between them, or none",
    ],
    [{ EVENTS_SINK: "none,collection" }, "EVENTS_SINK: expected"],
    [{ EVENTS_SINK: "collection,collection" }, "EVENTS_SINK: expected"],
    [{ EVENTS_SINK: "," }, "EVENTS_SINK: expected"],
    [{ EVENTS_SINK: "eventbridge" }, "EVENT_BUS: is not set. Set it to the name of the event bus"],
    [{ EVENT_BUS: "audit" }, "EVENT_BUS: would never count. Add eventbridge to EVENTS_SINK"],
    [{ ...toBus, EVENT_BUS: "arn:aws:events:x" }, "EVENT_BUS: expected the name of an event bus"],
  ])("refuses %j (Q200)", (variables, message) => {
    expect(() => configOf(variables)).toThrow(message);
  });
});
