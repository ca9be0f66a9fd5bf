import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { addSeconds } from "../kernel/clock.ts";
import { issueOneTime, voidOneTime } from "../one-time/index.ts";
import { queue } from "../outbox/index.ts";
import { withoutAnySession } from "../session/index.ts";
import type { UserDocument } from "../user/index.ts";
import { farewell, type Mortal } from "./tombstone.ts";

/**
 * The update that puts an account out of use until its deletion is carried out: like one that is disabled, and with the way back in a
 * mail. Its address stays taken.
 */
export function toPendingDeletion(ctx: Context, seen: Mortal): Update {
  const { deletionGrace: lifetime } = ctx.settings;
  const now = ctx.clock.now();
  const deletesAt = addSeconds(now, lifetime);
  const wayBack = issueOneTime(ctx, "restore", { email: seen.email, lifetime });
  const mails = farewell(ctx, seen).map((mail) => ({ ...mail, oneTime: wayBack.reference }));
  const event = { type: "user.deletion_requested", data: { deletesAt: deletesAt.toISOString() } } as const;
  return mergeUpdates(
    withoutAnySession,
    {
      $set: { status: "disabled", deletesAt, updatedAt: now },
      $inc: { credentialVersion: 1 },
      $unset: { removal: true, factorRemoval: true },
    },
    voidOneTime("restore"),
    wayBack.update,
    // However much waits there already: nobody can be kept from leaving.
    queue(ctx, null, event, ...mails),
  );
}

/** The part of an update that undoes a deletion: nothing where there is none, or where an administrator has taken the way back. */
export function undoDeletion({ deletesAt, oneTime }: Pick<UserDocument, "deletesAt" | "oneTime">): Update {
  return deletesAt && oneTime?.restore ? { $set: { status: "active" }, $unset: { deletesAt: true } } : {};
}
