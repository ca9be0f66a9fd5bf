import { describe, expect, it } from "vitest";
import { readEvent } from "../../../../test/support/lambda-events.ts";
import { bouncesOf } from "./bounces.ts";

type Json = Record<string, unknown>;
const told = (name: "bounce" | "complaint") =>
  JSON.parse(readEvent<{ Records: [{ Sns: { Message: string } }] }>(`bounces/${name}`).Records[0].Sns.Message);
const sns = (...messages: unknown[]) => ({
  Records: messages.map((message) => ({
    EventSource: "aws:sns",
    Sns: { Message: typeof message === "string" ? message : JSON.stringify(message) },
  })),
});
/** What is made of SES's notification with other values in it. */
const bounce = (values: Json = {}, rest: Json = {}) => {
  const { bounce, ...other } = told("bounce");
  return bouncesOf(sns({ ...other, bounce: { ...bounce, ...values }, ...rest }));
};
const complaint = (values: Json = {}, rest: Json = {}) => {
  const { complaint, ...other } = told("complaint");
  return bouncesOf(sns({ ...other, complaint: { ...complaint, ...values }, ...rest }));
};
const at = new Date("2026-11-26T15:30:01Z");

describe("what marks an address", () => {
  it("is a permanent bounce, and a complaint", () => {
    expect(bouncesOf(readEvent("bounces/bounce"))).toEqual([{ email: "ada@example.com", reason: "bounce", at }]);
    expect(bouncesOf(readEvent("bounces/complaint"))).toEqual([{ email: "ada@example.com", reason: "complaint", at }]);
  });

  it.each(["General", "NoEmail", "Suppressed", "OnAccountSuppressionList"])(
    "is a permanent one of any kind: %s",
    (bounceSubType) => {
      expect(bounce({ bounceSubType })).toHaveLength(1);
    },
  );

  it.each(["Transient", "Undetermined", "permanent", null, undefined])("is no other bounce: %s", (bounceType) => {
    expect(bounce({ bounceType })).toEqual([]);
  });

  it("is no complaint that was taken back", () => {
    expect(complaint({ complaintFeedbackType: "not-spam" })).toEqual([]);
    expect(complaint({ complaintFeedbackType: undefined })).toHaveLength(1);
  });

  it("is told by a topic of the identity, too", () => {
    expect(bounce({}, { eventType: undefined, notificationType: "Bounce" })).toHaveLength(1);
  });

  it("is the address that the mail was sent to, not the one that it was forwarded to", () => {
    const bouncedRecipients = [{ emailAddress: "forwarded@elsewhere.example" }];
    expect(bounce({ bouncedRecipients })).toMatchObject([{ email: "ada@example.com" }]);
  });

  it("is written as accounts have it", () => {
    expect(bounce({}, { mail: { destination: ["Ada@Example.COM"] } })).toMatchObject([{ email: "ada@example.com" }]);
  });
});

describe("what SNS delivers", () => {
  it("may be several at once", () => {
    const other = { ...told("bounce"), mail: { destination: ["grace@example.com"] } };
    expect(bouncesOf(sns(told("bounce"), { eventType: "Delivery" }, other)).map(({ email }) => email)).toEqual([
      "ada@example.com",
      "grace@example.com",
    ]);
  });

  it.each([
    ["that SES greets a new topic with", "Successfully validated SNS topic for Amazon SES event publishing."],
    ["of another kind", { ...told("bounce"), eventType: "Delivery" }],
    ["of no kind", {}],
    ["that is no object", "null"],
    ["with an operator for an address", { ...told("bounce"), mail: { destination: [{ $ne: null }] } }],
    ["with no address", { ...told("bounce"), mail: { destination: [] } }],
    ["to several, which is none of ours", { ...told("bounce"), mail: { destination: ["a@b.example", "c@d.example"] } }],
    ["without a time", { ...told("bounce"), bounce: { bounceType: "Permanent" } }],
  ])("is left out %s", (_, message) => {
    expect(bouncesOf(sns(message))).toEqual([]);
  });

  it.each([{}, null, { Records: [{ body: "{}" }] }, { Records: [{ Sns: { Message: {} } }] }])(
    "is refused when it is no event of SNS: %j",
    (event) => {
      expect(() => bouncesOf(event)).toThrow();
    },
  );
});
