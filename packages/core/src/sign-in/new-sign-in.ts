import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { recentAttempts } from "../guessing/index.ts";
import { issueUndo } from "../one-time/index.ts";
import type { NewMail } from "../outbox/index.ts";
import { deviceOf, type NewSession } from "../session/index.ts";
import type { UserDocument } from "../user/index.ts";

/** Attempts that failed before one succeeded: more than somebody makes who looks for the right one of their passwords. */
const suspicious = 5;

/**
 * What tells the owner of an account of a sign-in that may be somebody else's: from a place or a kind of browser where the account
 * was never used, or after many attempts that failed. Null for any other one, and for the first of an account.
 */
export function noticeOf(
  ctx: Context,
  seen: UserDocument,
  { id, entry }: NewSession,
  isNewPlace: boolean,
): { update: Update; mail: NewMail } | null {
  const isUnknown = isNewPlace && seen.places !== undefined;
  if (!isUnknown && recentAttempts(seen, ctx.clock.now()) <= suspicious) return null;
  const { email, name, emailVerified } = seen;
  const undo = issueUndo(ctx, seen, "not-me", { email, data: { sessionId: id } });
  const mail: NewMail = {
    template: "new-sign-in",
    to: email,
    oneTime: undo.reference,
    data: {
      name: emailVerified ? name : null,
      device: deviceOf(entry.userAgent),
      ip: entry.ip,
      at: entry.createdAt.toISOString(),
    },
  };
  return { update: undo.update, mail };
}
