import { type Context, requireActor } from "../context.ts";
import { readAccount } from "../credentials/index.ts";
import { DuplicateKeyError, type Update } from "../database/collection.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import {
  type Challenge,
  type Factor,
  type FactorSlice,
  type FactorView,
  maxAuthenticatorApps,
  maxPasskeys,
  meet,
  type Proof,
  sealing,
  strengthenedBy,
  toFactor,
  withoutAnyFactor,
} from "../factor/index.ts";
import { type Stopping, stopRemoval } from "../factor-removal/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { queue } from "../outbox/index.ts";
import { newRecoveryCodes } from "../recovery-code/index.ts";
import {
  acrOf,
  allowsFactors,
  asItWas,
  missingProof,
  onlySession,
  sessionIn,
  withLiveSession,
} from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";

const most = { totp: maxAuthenticatorApps, passkey: maxPasskeys } as const satisfies Record<Factor["type"], number>;

/**
 * Refuses a caller who may not set up another factor now. The first one may be set up by whoever has proved lately who they are; every
 * other one wants a session that was begun with two.
 * @throws RollcallError `forbidden` where there are no factors, `email_not_verified`, `reauthentication_required`, `limit_reached`
 */
export function requireEnrollment(ctx: Context, seen: UserDocument, type: Factor["type"]): void {
  const { settings } = ctx;
  if (!allowsFactors(settings))
    throw new RollcallError("forbidden", { detail: "This service asks for no second factors." });
  // Somebody else may have registered the address: its owner comes in by mail, and would be asked for a factor of theirs.
  if (settings.sendsMail && !seen.emailVerified) throw new RollcallError("email_not_verified");
  const session = sessionIn(seen, requireActor(ctx).sessionId);
  if (!session) throw new RollcallError("invalid_token");
  if (seen.hasFactors && acrOf(session) !== "2") throw missingProof(ctx, seen, session, "2");
  const count = Object.values(seen.factors ?? {}).filter((factor) => factor.type === type).length;
  if (count >= most[type])
    throw new RollcallError("limit_reached", { detail: `There are ${count} of this kind already.` });
}

export interface NewFactor {
  id: string;
  factor: Factor;
  /** What has been proved with it just now: the session is as strong as that makes it. */
  proof: Proof;
  /** What it answers: of any number of answers one is taken. */
  challenge: Challenge;
}

export interface Enrolled {
  factor: FactorView;
  /** With the first factor, shown this one time. */
  recoveryCodes?: string[];
}

/**
 * Adds a factor to the caller's account, in one conditional write. With the first one every other session ends, as nobody has shown two
 * factors in it, and recovery codes are made.
 * @throws RollcallError `code_used` where the challenge was met before, `conflict` where a passkey is somebody's already, and those of
 *   {@link requireEnrollment}
 */
export async function addFactor(ctx: Context, seen: UserDocument, added: NewFactor): Promise<Enrolled> {
  const { id, factor } = added;
  const { userId, sessionId } = requireActor(ctx);
  const meeting = meet(ctx, seen, added.challenge);
  if (factor.type === "passkey" && seen.credentialIds?.includes(factor.credentialId)) throw inUse();
  const sealed = sealing(ctx, seen);
  const codes = seen.hasFactors ? null : newRecoveryCodes(ctx, userId);
  const stopping = stopRemoval(ctx, seen, "factor");
  const asRead = {
    ...meeting.expected,
    ...sealed.expected,
    ...withLiveSession(ctx, userId, sessionId),
    email: seen.email,
    credentialVersion: seen.credentialVersion,
    ...asItWas(seen, sessionId),
    ...stopping.expected,
  };
  const update = mergeUpdates(
    {
      $set: {
        [`factors.${id}`]: factor,
        hasFactors: true,
        updatedAt: ctx.clock.now(),
        ...(factor.type === "passkey" && { credentialIds: [...(seen.credentialIds ?? []), factor.credentialId] }),
        ...(codes && { recoveryCodes: codes.stored }),
      },
      $inc: { credentialVersion: 1 },
    },
    // Codes that were refused before were guesses at no factor: there was none.
    !seen.hasFactors && { $set: strongSession(ctx, seen, sessionId, added.proof), $unset: { wrongCodes: true } },
    meeting.update,
    sealed.update,
    stopping.change,
    told(ctx, seen, id, factor, stopping.causes),
  );
  try {
    if (await compareAndSet(usersOf(ctx), asRead, update)) {
      return { factor: toFactor(id, factor), ...(codes && { recoveryCodes: codes.codes }) };
    }
  } catch (error) {
    throw error instanceof DuplicateKeyError ? inUse() : error;
  }
  // Lost against another change of the account, or only against a refresh of this very session: look again.
  const again = await readAccount(ctx);
  requireEnrollment(ctx, again, factor.type);
  return addFactor(ctx, again, added);
}

const inUse = () => new RollcallError("conflict", { detail: "This passkey is in use already." });

function strongSession(ctx: Context, seen: UserDocument, sessionId: string, proof: Proof) {
  const entry = sessionIn(seen, sessionId);
  if (!entry) throw new RollcallError("invalid_token");
  const strength = strengthenedBy({ amr: entry.amr, acr: acrOf(entry) }, proof);
  return onlySession(sessionId, { ...entry, ...strength, authenticatedAt: ctx.clock.now() });
}

function told(
  ctx: Context,
  seen: UserDocument,
  factorId: string,
  { type, createdAt }: Factor,
  others: Stopping["causes"],
): Update {
  const { email: to, name } = seen;
  return queue(
    ctx,
    seen,
    { type: "factor.added", data: { factorId, kind: type } },
    { template: "factor-added", to, data: { name, kind: type, at: createdAt.toISOString() } },
    ...others,
  );
}

/** The part of an update that takes factors away: with the last one everything that goes with them. */
export function withoutFactors(seen: FactorSlice, ...ids: string[]): Update {
  const { factors = {} } = seen;
  const left = Object.keys(factors).filter((id) => !ids.includes(id));
  const $inc = { credentialVersion: 1 };
  if (left.length === 0) return mergeUpdates(withoutAnyFactor, { $inc });
  const credentialIds = left.flatMap((id) => {
    const factor = factors[id] as Factor;
    return factor.type === "passkey" ? [factor.credentialId] : [];
  });
  const gone = { $unset: Object.fromEntries(ids.map((id) => [`factors.${id}`, true as const])), $inc };
  return credentialIds.length > 0
    ? mergeUpdates(gone, { $set: { credentialIds } })
    : mergeUpdates(gone, { $unset: { credentialIds: true } });
}
