import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type OneTimeProof, present, useUp } from "../one-time/index.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { undoDeletion } from "./pending-deletion.ts";

/**
 * Undoes a deletion for whoever has its mail, while it is not carried out: the account is as it was, but for its sessions. One read and
 * one conditional write, which either this or the deletion wins. Nobody is signed in by it.
 * @throws RollcallError `code_expired`, `code_used`; for a code `invalid_credentials`, `too_many_attempts`
 */
export async function restoreAccount(ctx: Context, proof: OneTimeProof): Promise<void> {
  const presented = await present(ctx, proof, "restore");
  const { _id, deletesAt } = presented.account;
  if (!deletesAt) throw new RollcallError("code_expired");
  const change = mergeUpdates(
    presented.use,
    undoDeletion(presented.account),
    { $set: { updatedAt: ctx.clock.now() } },
    queueOrDrop(ctx, presented.account, { type: "user.restored", actor: { type: "user", id: _id } }),
  );
  await useUp(ctx, presented, change, { deletesAt });
}
