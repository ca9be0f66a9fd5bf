import { emailSchema } from "@rollcall/core";
import * as z from "zod/mini";

/** Mail to an address came back for good, or its reader called it unwanted. */
export interface Bounce {
  email: string;
  reason: "bounce" | "complaint";
  at: Date;
}

/** What Lambda gets of an SNS topic: one notification each, or several. */
const snsEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });

const dateTime = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => new Date(text)),
);

/**
 * The recipient that the mail was sent to. What SES says of the bounce itself may be the address that it was forwarded to. Each of
 * our mails has one; another number is none of ours.
 */
const mail = z.object({ destination: z.tuple([emailSchema]) });

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const kinds = {
  // Others are of a mailbox that is full, a server that is away, or an answer that nobody understands: they may pass.
  Bounce: z.object({ mail, bounce: z.object({ bounceType: z.literal("Permanent"), timestamp: dateTime }) }),
  Complaint: z.object({
    mail,
    complaint: z.object({ timestamp: dateTime, complaintFeedbackType: z.optional(z.nullable(z.string())) }),
  }),
};

/** Events of a configuration set and notifications of an identity name their kind differently. */
const notification = z.object({ eventType: z.optional(z.string()), notificationType: z.optional(z.string()) });

/**
 * What an event of SNS says of addresses that mail should not go to. Kinds that say nothing of that, and messages that are none of
 * SES's, such as the one that greets a new topic, are left out.
 * @throws ZodError when it is no event of SNS
 */
export function bouncesOf(event: unknown): Bounce[] {
  return snsEvent.parse(event).Records.flatMap(({ Sns }) => bounceOf(Sns.Message) ?? []);
}

function bounceOf(message: string): Bounce | null {
  const json = parseJson(message);
  const { eventType, notificationType } = notification.safeParse(json).data ?? {};
  switch (eventType ?? notificationType) {
    case "Bounce": {
      const { data } = kinds.Bounce.safeParse(json);
      return data ? { email: data.mail.destination[0], reason: "bounce", at: data.bounce.timestamp } : null;
    }
    case "Complaint": {
      const { data } = kinds.Complaint.safeParse(json);
      // Somebody has taken it out of the unwanted again.
      if (!data || data.complaint.complaintFeedbackType === "not-spam") return null;
      return { email: data.mail.destination[0], reason: "complaint", at: data.complaint.timestamp };
    }
    default:
      return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
