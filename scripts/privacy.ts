import { readFileSync } from "node:fs";
import type { EventDocument } from "../packages/core/src/audit/event.store.ts";
import { definitions } from "../packages/core/src/definitions.ts";
import type { ThrottleDocument } from "../packages/core/src/guessing/throttle.store.ts";
import type { OneTimeEntry } from "../packages/core/src/one-time/one-time.slice.ts";
import type { QueuedEvent, QueuedMail } from "../packages/core/src/outbox/outbox.slice.ts";
import type { SessionEntry } from "../packages/core/src/session/session.slice.ts";
import type { SigningKeySet } from "../packages/core/src/token/signing-key.store.ts";
import { fieldsBut } from "../packages/core/src/user/user.document.ts";

/* Holds docs/privacy.md against what is kept: each collection has a section, in which each of its fields is named. */

const page = "docs/privacy.md";

/** The names of an object's fields: the compiler refuses one that is missing here. */
const fieldsOf = <T>(fields: Record<keyof Required<T>, true>) => Object.keys(fields);

const sections: Record<string, string[]> = {
  "## `users`": ["_id", ...fieldsBut([])],
  "### Sessions": fieldsOf<SessionEntry>({
    step: true,
    attempt: true,
    createdAt: true,
    lastUsedAt: true,
    authenticatedAt: true,
    endsAt: true,
    userAgent: true,
    ip: true,
    amr: true,
    acr: true,
  }),
  "### Links and codes": fieldsOf<OneTimeEntry>({
    id: true,
    email: true,
    createdAt: true,
    expiresAt: true,
    usedAt: true,
    series: true,
    data: true,
  }),
  "### What waits": fieldsOf<QueuedEvent & QueuedMail>({
    kind: true,
    queuedAt: true,
    due: true,
    tries: true,
    dead: true,
    type: true,
    actor: true,
    sessionId: true,
    requestId: true,
    ip: true,
    template: true,
    to: true,
    oneTime: true,
    language: true,
    data: true,
  }),
  "## `events`": fieldsOf<EventDocument>({
    _id: true,
    sequence: true,
    type: true,
    outcome: true,
    at: true,
    userId: true,
    actor: true,
    sessionId: true,
    requestId: true,
    ip: true,
    data: true,
  }),
  "## `throttles`": fieldsOf<ThrottleDocument>({
    _id: true,
    total: true,
    hosts: true,
    slots: true,
    attempts: true,
    attemptsBefore: true,
    attemptsSince: true,
    expiresAt: true,
  }),
  "## `signingKeys`": fieldsOf<Omit<SigningKeySet, "_id">>({ version: true, selectedAt: true, keys: true }),
};

export function checkPrivacy(): string[] {
  const parts = readFileSync(page, "utf8").split(/^(?=#{2,3} )/m);
  const partOf = (heading: string) => parts.find((part) => part.startsWith(heading));
  const collections = definitions.map(({ name }) => `## \`${name}\``);
  return [...new Set([...collections, ...Object.keys(sections)])].flatMap((heading) => {
    const part = partOf(heading);
    if (part === undefined || !(heading in sections))
      return [`${page}: ${heading} is missing, here or in scripts/privacy.ts`];
    const missing = (sections[heading] ?? []).filter((field) => !part.includes(`\`${field}\``));
    return missing.map((field) => `${page}: ${heading} does not name ${field}`);
  });
}
