import { expect, expectTypeOf, it } from "vitest";
import { eventTypes as served } from "../../../core/src/audit/catalogue.ts";
import { eventSchema } from "../../../core/src/audit/index.ts";
import { events } from "../../../functions/src/openapi/cast.ts";
import { eventTypes, parseEvent } from "./index.ts";

it("knows every type of event that the service has, and its data", () => {
  const described = (types: Record<string, { data: { shape: object } }>) =>
    Object.entries(types).map(([type, { data }]) => [type, Object.keys(data.shape)]);
  expect(described(eventTypes)).toEqual(described(served));
});

it("reads an event that came another way, and narrows its data by its type", () => {
  const [started, changed] = events.items;
  expect(parseEvent(started)).toEqual(started);
  const event = parseEvent(changed);
  expect(event).toEqual(changed);
  if (event?.type === "user.changed") expectTypeOf(event.data.fields).toEqualTypeOf<string[]>();
  expect(Object.keys(event ?? {}).toSorted()).toEqual(Object.keys(changed ?? {}).toSorted());
  expect(Object.keys(eventSchema.shape)).toContain("outcome");
});

it("leaves types of a later service to whoever knows them, and refuses what is no event", () => {
  const [event] = events.items;
  expect(parseEvent({ ...event, type: "passkey.added", data: { name: "phone" } })).toBeNull();
  expect(parseEvent({ ...event, type: "toString" })).toBeNull();
  expect(() => parseEvent({ ...event, data: { amr: "pwd" } })).toThrow(/amr/);
  for (const value of [null, {}, "event", { ...event, at: undefined }]) expect(() => parseEvent(value)).toThrow();
});
