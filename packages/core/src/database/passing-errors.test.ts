import { describe, expect, it, onTestFinished } from "vitest";
import { startAnsweringMongodb } from "../../../../test/support/answering-mongodb.ts";
import { things } from "../../../../test/support/things.ts";
import { openMongoDatabase } from "./mongodb.ts";

/** How a read and a write fail on a server that answers all of them so. */
async function failuresWith(answer: Record<string, unknown>) {
  const { uri } = await startAnsweringMongodb(() => answer);
  const database = openMongoDatabase({ uri, definitions: [] });
  onTestFinished(() => database.close());
  const collection = database.collection(things);
  const outcomes = await Promise.allSettled([
    collection.findOne({ _id: "a" }),
    collection.updateOne({ _id: "a" }, { $set: { status: "x" } }),
  ]);
  return outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : outcome.value));
}

const unavailable = expect.objectContaining({ name: "RollcallError", code: "unavailable", retryAfter: 2 });

describe("what a server answers that is busy, or in the middle of a change", () => {
  it.each([
    [24, "LockTimeout"],
    [50, "MaxTimeMSExpired"],
    [112, "WriteConflict"],
    [133, "FailedToSatisfyReadPreference"],
    [189, "PrimarySteppedDown"],
    [262, "ExceededTimeLimit"],
    [365, "TemporarilyUnavailable"],
    [433, "AdmissionQueueOverflow"],
    [462, "IngressRequestRateLimitExceeded"],
    [10107, "NotWritablePrimary"],
    [11600, "InterruptedAtShutdown"],
    [13388, "StaleConfig"],
    [16500, "RequestRateTooLarge"],
  ])("is unavailable for now: %i %s (Q192)", async (code, codeName) => {
    const failures = await failuresWith({ ok: 0, code, codeName, errmsg: "busy" });
    expect(failures).toEqual([unavailable, unavailable]);
  });

  it.each([
    ["RetryableError"],
    ["RetryableWriteError"],
    ["TransientTransactionError"],
    ["SystemOverloadedError", "RetryableError"],
    ["SystemOverloadedError"],
  ])("is unavailable for now, whatever its code, with the label %s (Q192)", async (...errorLabels) => {
    const failures = await failuresWith({ ok: 0, code: 99_999, errmsg: "busy", errorLabels });
    expect(failures).toEqual([unavailable, unavailable]);
  });
});

describe("what a server answers that will not do", () => {
  it.each([
    [2, "BadValue"],
    [13, "Unauthorized"],
    [301, "a write that cannot be repeated"],
  ])("stays what it is: %i %s", async (code, codeName) => {
    const failures = await failuresWith({ ok: 0, code, codeName, errmsg: "no" });
    const error = expect.objectContaining({ name: "MongoServerError", code });
    expect(failures).toEqual([error, error]);
  });
});
