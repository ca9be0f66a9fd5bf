import { defineSlice } from "../kernel/slice.ts";

/** When it is tried, and how often it has been. */
interface Delivery {
  queuedAt: Date;
  /** Not before this. A relay that takes it moves it on, so that no other takes it, too. */
  due: Date;
  tries: number;
  /** It was given up: an operator looks at it. */
  dead?: true;
}

/** Something to be told to the audit trail. Ids and names of fields, never an address or another value of somebody's. */
export interface QueuedEvent extends Delivery {
  kind: "event";
  type: string;
  actor: { type: "user" | "admin" | "system"; id: string | null };
  sessionId?: string;
  requestId: string | null;
  ip: string | null;
  data: Record<string, unknown>;
}

/** A mail to be written and sent. Nothing in it can be used by who reads it: its token and code are derived when it is written. */
export interface QueuedMail extends Delivery {
  kind: "mail";
  template: string;
  to: string;
  /** Which of the account's single-use values the mail brings. */
  oneTime?: { purpose: string; id: string; expiresAt: Date };
  /** Where the account cannot tell, since it is gone by then. */
  language?: string;
  data: Record<string, unknown>;
}

export type OutboxEntry = QueuedEvent | QueuedMail;

export interface OutboxSlice {
  /** What is to leave the account and has not yet, by id. */
  outbox?: Record<string, OutboxEntry>;
  /** When the next entry is due, or earlier; null with nothing to do: where a relay looks. */
  outboxDue?: Date | null;
  /** Since when there is one that was given up, as far as is known; null without any: where an operator looks. */
  outboxDead?: Date | null;
}

/** Entries of either kind. What nobody may be kept from can queue as many mails, once events have taken the room. */
export const maxOutbox = 50;

export const outboxSlice = defineSlice<OutboxSlice>({
  fields: { outbox: true, outboxDue: true, outboxDead: true },
  empty: () => ({}),
  cap: 2 * maxOutbox,
});
