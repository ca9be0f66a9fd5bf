import type { Dependencies } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { type UserDocument, users } from "../user/index.ts";
import type { MailSlice } from "./mail.slice.ts";
import type { MailTemplate } from "./mails.ts";

/** What somebody asks for at the moment when it is sent; anything else is a notice. */
const askedFor: ReadonlySet<string> = new Set<MailTemplate>([
  "verify-email",
  "reset-password",
  "sign-in-code",
  "change-email",
  "invitation",
]);

/**
 * Marks the account of an address to which mail came back for good, or whose reader called it unwanted.
 * @returns whether there is one; the address may have been changed meanwhile
 */
export async function markUndeliverable(
  { database, clock }: Pick<Dependencies, "database" | "clock">,
  email: string,
  reason: NonNullable<MailSlice["undeliverable"]>["reason"],
  at: Date,
): Promise<boolean> {
  const accounts = database.collection(users);
  const mark = { $set: { undeliverable: { reason, at } } };
  const asking = { clock, actor: "system", requestId: null, ip: null, notice: () => {} } as const;
  // Told once, however many mails come back.
  const told = mergeUpdates(mark, queueOrDrop(asking, null, { type: "mail.undeliverable", data: { reason } }));
  const isNew = await accounts.updateOne({ email, "undeliverable.reason": { $ne: reason } }, told);
  return isNew || accounts.updateOne({ email }, mark);
}

/** Whether a mail may go: to a marked address only what somebody asks for, who may know that it works again. */
export function mayBeMailed(
  { email, undeliverable }: Pick<UserDocument, "email" | "undeliverable">,
  { to, template }: { to: string; template: string },
): boolean {
  return !undeliverable || to !== email || askedFor.has(template);
}
