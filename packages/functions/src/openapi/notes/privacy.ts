import { accountExportSchema, keptMessageSchema, keptPlaceSchema, keptProofSchema } from "@rollcall/core";
import { ada, app, events, laptop } from "../cast.ts";
import { note } from "../note.ts";

const at = "2026-03-10T08:02:19.446Z";

export const privacyNotes = [
  note(keptPlaceSchema, {
    id: "KeptPlace",
    description:
      "A network that the owner has signed in from. Only digests of it are kept, so nobody can tell which it is.",
    properties: {
      lastSeenAt: "When the owner last signed in from there.",
      browsers: "How many kinds of browsers were used there.",
    },
  }),
  note(keptProofSchema, {
    id: "KeptProof",
    description: "A link or a code that was mailed.",
    properties: {
      purpose: "What it is good for.",
      email: { description: "The address that it was sent to.", format: "email" },
      createdAt: "When it was made.",
      expiresAt: "Until when it is good.",
      usedAt: "When it was used; null where it was not.",
    },
  }),
  note(keptMessageSchema, {
    id: "KeptMessage",
    description: "A mail that is still to be sent, or an event that is still to be written down.",
    properties: {
      kind: "Which of the two.",
      name: "The mail's template, or the event's type.",
      to: "The mail's address; null for an event.",
      queuedAt: "Since when it waits.",
      givenUp: "Whether it could not be sent, and is not tried any more.",
    },
  }),
  note(accountExportSchema, {
    id: "AccountExport",
    description: "All that is kept about an account.",
    properties: {
      exportedAt: "When it was put together.",
      user: "The account.",
      language: "What its mails are written in; null where nothing is known.",
      undeliverable:
        "`bounce` where mail to its address came back, `complaint` where it was called unwanted; null otherwise.",
      undeliverableSince: "Since when; null otherwise.",
      hasPassword: "Whether it can be signed in to with a password. Only a hash of that is kept.",
      factors: "What it is proved with beside a password or a mailbox. Their secrets and keys are left out.",
      recoveryCodesLeft: "How many recovery codes have not been used. Only digests of them are kept.",
      factorsRemovedAt:
        "When all factors will be removed, as an administrator has asked, and the owner can still stop; null otherwise.",
      factorRemovalReason: "Why, in the administrator's words; null otherwise.",
      attempts: "How many tries to prove to be its owner have failed lately.",
      sessions: "Its sessions, also those that were idle for too long and are not removed yet.",
      places: "Where its owner has signed in from.",
      proofs: "Links and codes that were mailed and are not removed yet.",
      queue: "What is still to be told of it.",
      events: "Its newest events, the newest first.",
    },
    example: {
      exportedAt: at,
      user: ada,
      language: "en",
      undeliverable: null,
      undeliverableSince: null,
      hasPassword: true,
      factors: [app],
      recoveryCodesLeft: 9,
      factorsRemovedAt: null,
      factorRemovalReason: null,
      attempts: 0,
      sessions: [laptop],
      places: [{ lastSeenAt: laptop.createdAt, browsers: 1 }],
      proofs: [
        {
          purpose: "verify",
          email: ada.email,
          createdAt: ada.createdAt,
          expiresAt: "2026-03-03T09:14:07.311Z",
          usedAt: null,
        },
      ],
      queue: [{ kind: "mail", name: "verify-email", to: ada.email, queuedAt: ada.createdAt, givenUp: false }],
      events,
    },
  }),
];
