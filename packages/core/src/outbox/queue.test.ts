import { describe, expectTypeOf, it } from "vitest";
import type { NewEvent } from "./index.ts";

describe("an event that a flow queues", () => {
  it("has a type that is listed, and the data of that type", () => {
    const accept = (_event: NewEvent) => {};
    expectTypeOf(accept).parameter(0).not.toBeAny();
    accept({ type: "password.changed" });
    accept({ type: "session.started", data: { amr: ["pwd"], isNewPlace: true }, sessionId: "sess_1" });
    // @ts-expect-error: is not listed
    accept({ type: "password.altered" });
    // @ts-expect-error: lacks its data
    accept({ type: "session.started" });
    // @ts-expect-error: lacks a part of its data
    accept({ type: "session.started", data: { amr: ["pwd"] } });
    // @ts-expect-error: has more than its data
    accept({ type: "sign_in.failed", data: { method: "pwd", email: "ada@example.com" } });
    // @ts-expect-error: has data, and its type has none
    accept({ type: "password.changed", data: { email: "ada@example.com" } });
  });
});
