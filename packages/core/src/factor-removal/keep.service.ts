import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { present, useUp } from "../one-time/index.ts";
import { queue } from "../outbox/index.ts";
import type { KeepFactors } from "./factor-removal.schema.ts";
import { removalAsSeen, stopRemoval } from "./pending-removal.ts";

/**
 * Stops the removal of an account's factors for whoever has the mail that told of it, at any of the account's addresses. One read and one
 * conditional write, which either this or the removal wins.
 * @throws RollcallError `code_expired`, `code_used` where it was stopped before
 */
export async function keepFactors(ctx: Context, { token }: KeepFactors): Promise<void> {
  const presented = await present(ctx, { token }, "keep");
  const { account, use } = presented;
  if (!account.factorRemoval) throw new RollcallError("code_expired");
  const { change, causes } = stopRemoval(ctx, account, "mail");
  await useUp(ctx, presented, mergeUpdates(use, change, queue(ctx, null, ...causes)), removalAsSeen(account));
}
