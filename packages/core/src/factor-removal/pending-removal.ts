import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import type { FactorRemoval } from "../factor/index.ts";
import { entriesOf, issueOneTime, type OneTimeSlice, openUndo, pathOf, voidUndo } from "../one-time/index.ts";
import { type NewEvent, type NewMail, queue } from "../outbox/index.ts";
import type { UserDocument } from "../user/index.ts";

type Told = Pick<UserDocument, "email" | "name"> & OneTimeSlice;

/** Where the owner reads what must not be missed: the account's address, and those before it that could still take it back. */
export function addressesOf(ctx: Pick<Context, "clock">, seen: Told): string[] {
  return [...new Set([seen.email, ...openUndo(ctx, seen, "revert").map(({ email }) => email)])];
}

/** Matches an account of which nobody has asked, stopped or carried out the removal since it was read. */
export const removalAsSeen = ({ factorRemoval }: Pick<UserDocument, "factorRemoval">): Filter => ({
  "factorRemoval.due": factorRemoval?.due ?? { $exists: false },
});

/** The update that lets the owner know, at every address, what will be done, and how to stop it. The links of one before are void. */
export function toPendingRemoval(
  ctx: Context,
  seen: Told,
  removal: FactorRemoval,
  author: Pick<NewEvent, "actor">,
): Update {
  const at = removal.due.toISOString();
  const lifetime = (removal.due.getTime() - ctx.clock.now().getTime()) / 1_000;
  const links = addressesOf(ctx, seen).map((email) => ({
    email,
    ...issueOneTime(ctx, "keep", { email, lifetime }),
  }));
  const mails = links.map(
    ({ email: to, reference: oneTime }): NewMail => ({
      template: "factors-removal",
      to,
      oneTime,
      data: { name: seen.name, at },
    }),
  );
  const event = {
    type: "factors.removal_requested",
    ...author,
    data: { removesAt: at, reason: removal.reason },
  } as const;
  return mergeUpdates(
    { $set: { factorRemoval: removal } },
    voidUndo(seen, "keep", () => true),
    ...links.map(({ update }) => update),
    // However much waits there already: what the owner is not told of, the owner cannot stop.
    queue(ctx, null, event, ...mails),
  );
}

/** How a removal was stopped. */
type Stop = Extract<NewEvent, { type: "factors.removal_stopped" }>["data"]["by"];

/** What a write expects and brings about that stops a removal. */
export interface Stopping {
  expected: Filter;
  change: Update;
  /** What the owner, at every address that was told of it, and the audit trail are told. */
  causes: (NewEvent | NewMail)[];
}

export const nothingToStop: Stopping = { expected: {}, change: {}, causes: [] };

/** Stops the removal of an account's factors, as it was read; where there is none to stop, that is nothing. */
export function stopRemoval(
  { clock }: Pick<Context, "clock">,
  seen: UserDocument,
  by: Stop,
  author: Pick<NewEvent, "actor"> = { actor: { type: "user", id: seen._id } },
): Stopping {
  if (!seen.factorRemoval) return nothingToStop;
  const now = clock.now();
  const links = entriesOf(seen, "keep");
  const used = links.map(({ id }) => [`${pathOf({ purpose: "keep", id })}.usedAt`, now]);
  const data = { name: seen.name, at: now.toISOString() };
  return {
    expected: removalAsSeen(seen),
    change: { $set: Object.fromEntries(used), $unset: { factorRemoval: true } },
    causes: [
      { type: "factors.removal_stopped", ...author, data: { by } },
      ...links.map(({ email: to }): NewMail => ({ template: "factors-kept", to, data })),
    ],
  };
}
