import type { Dependencies } from "../context.ts";
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
export function markUndeliverable(
  { database }: Pick<Dependencies, "database">,
  email: string,
  reason: NonNullable<MailSlice["undeliverable"]>["reason"],
  at: Date,
): Promise<boolean> {
  return database.collection(users).updateOne({ email }, { $set: { undeliverable: { reason, at } } });
}

/** Whether a mail may go: to a marked address only what somebody asks for, who may know that it works again. */
export function mayBeMailed(
  { email, undeliverable }: Pick<UserDocument, "email" | "undeliverable">,
  { to, template }: { to: string; template: string },
): boolean {
  return !undeliverable || to !== email || askedFor.has(template);
}
