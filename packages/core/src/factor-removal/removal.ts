import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { withoutAnyFactor } from "../factor/index.ts";
import { voidUndo } from "../one-time/index.ts";
import { type Asking, type NewEvent, type NewMail, queue } from "../outbox/index.ts";
import { withoutAnySession } from "../session/index.ts";
import type { UserDocument } from "../user/index.ts";
import { addressesOf } from "./pending-removal.ts";

/** Who has removed the factors, and why. */
export type Removal = Pick<Extract<NewEvent, { type: "factors.removed" }>, "actor" | "data">;

/**
 * The update that removes all factors of an account, with the recovery codes, for an owner who has lost them: one write that ends every
 * session and every sign-in under way as well, and tells every address.
 */
export function toRemoved(ctx: Asking, seen: UserDocument, removal: Removal): Update {
  const { name } = seen;
  const now = ctx.clock.now();
  const mails = addressesOf(ctx, seen).map(
    (to): NewMail => ({ template: "factors-removed", to, data: { name, at: now.toISOString() } }),
  );
  return mergeUpdates(
    withoutAnyFactor,
    withoutAnySession,
    { $set: { updatedAt: now }, $inc: { credentialVersion: 1 } },
    voidUndo(seen, "keep", () => true),
    // However much waits there already: nobody loses a factor without being told.
    queue(ctx, null, { type: "factors.removed", ...removal }, ...mails),
  );
}
