import type { UserDocument } from "../user/index.ts";
import type { QueuedEvent, QueuedMail } from "./outbox.slice.ts";

/** Where entries go. Each may get one twice, with the same id; what it throws is tried again, a {@link Refused} is not. */
export interface Carriers {
  event(account: UserDocument, id: string, entry: QueuedEvent): Promise<void>;
  /** Absent where no mail is sent: then none waits. */
  mail?: (account: UserDocument, id: string, entry: QueuedMail) => Promise<void>;
  /** Gives up what is under way: the process is about to end. */
  close?: () => void;
}

/** It would be refused each time. */
export class Refused extends Error {
  override readonly name = "Refused";
}
