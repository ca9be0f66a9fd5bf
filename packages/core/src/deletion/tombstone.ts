import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import {
  type Asking,
  type NewEvent,
  type NewMail,
  type OutboxEntry,
  type OutboxSlice,
  outboxSlice,
  queue,
} from "../outbox/index.ts";
import { fieldsBut, type UserDocument } from "../user/index.ts";
import { deletionSlice } from "./deletion.slice.ts";

/** What an account is deleted from. */
export type Mortal = Pick<UserDocument, "_id" | "email" | "emailVerified" | "name" | "language"> & OutboxSlice;

const goneFields = fieldsBut([
  "email",
  "status",
  "credentialVersion",
  "searchKeys",
  ...outboxSlice.fields,
  ...deletionSlice.fields,
]);

/**
 * The update that deletes an account: one write after which there is nothing of it but what the deletion causes and what had
 * happened before it, until a relay has told that. It is no account any more: nothing that looks for one finds it, and its address is
 * free. Mails that waited are dropped; one that is queued at this very moment is dropped by the relay.
 * @param seen the account as it was read; the write has to expect its address
 */
export function toTombstone(ctx: Asking, seen: Mortal, ...entries: (NewEvent | NewMail)[]): Update {
  const gone = [...goneFields, ...Object.entries(seen.outbox ?? {}).flatMap(([id, entry]) => goneOf(id, entry))];
  return mergeUpdates(
    {
      // Without any key, not without the field: that is how accounts are found that still lack theirs.
      $set: { status: "deleted", email: `deleted|${seen._id}`, searchKeys: [], deletedAt: ctx.clock.now() },
      $inc: { credentialVersion: 1 },
      $unset: Object.fromEntries(gone.map((field) => [field, true as const])),
    },
    // However much waits there already: nobody can be kept from leaving.
    queue(ctx, null, ...entries),
  );
}

function goneOf(id: string, entry: OutboxEntry): string[] {
  if (entry.kind === "event") return [];
  return [entry.template === "account-deleted" ? `outbox.${id}.oneTime` : `outbox.${id}`];
}

/** The last mail to an account; none where none are sent. It is written after the account's language and name are gone. */
export function farewell(ctx: Context, { email, emailVerified, name, language }: Mortal): NewMail[] {
  if (!ctx.settings.sendsMail) return [];
  const data = { name: emailVerified ? name : null, at: ctx.clock.now().toISOString() };
  return [{ template: "account-deleted", to: email, ...(language && { language }), data }];
}
