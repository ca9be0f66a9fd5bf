import { type Context, requireActor } from "../context.ts";
import { readAccount, wrongCode } from "../credentials/index.ts";
import { addFactor, requireEnrollment } from "../enrollment/index.ts";
import {
  type FactorView,
  newChallenge,
  openChallenge,
  type PasskeyEntry,
  sealChallenge,
  subjectOf,
} from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { withLiveSession } from "../session/index.ts";
import { usersOf } from "../user/index.ts";
import { creationOptions, requestOptions, withPasskeys } from "./options.ts";
import type { NewPasskey, PasskeyOffer, PasskeyRequest } from "./passkey.schema.ts";

const unnamed = "Passkey";

/**
 * Asks for a new passkey. Nothing is kept of it. One read.
 * @throws RollcallError those of {@link requireEnrollment}
 */
export async function offerPasskey(ctx: Context): Promise<PasskeyOffer> {
  const seen = await readAccount(ctx);
  requireEnrollment(ctx, seen, "passkey");
  const challenge = newChallenge(ctx);
  const options = creationOptions(ctx.settings.passkeys, seen, challenge);
  return { options, challenge: sealChallenge(ctx, "enroll", subjectOf(ctx), challenge) };
}

/**
 * Takes a passkey that was made for the caller, which is a factor from now on. One read and one conditional write.
 * @throws RollcallError `validation_failed` for one that is not good, `code_expired`, `code_used`; `conflict` where it is some account's already;
 *   and those of {@link requireEnrollment}
 */
export async function addPasskey(
  ctx: Context,
  { challenge: token, passkey, name = unnamed }: NewPasskey,
): Promise<FactorView & { recoveryCodes?: string[] }> {
  const challenge = openChallenge(ctx, "enroll", subjectOf(ctx), token);
  const [seen, { verifyAttestation }] = await Promise.all([
    readAccount(ctx),
    import("./web-authn.ts"),
    // The index that keeps credentials apart is there before the first of them.
    ctx.database.prepare(),
  ]);
  requireEnrollment(ctx, seen, "passkey");
  const credential = await verifyAttestation(ctx, challenge.id, passkey);
  if (!credential) throw wrongCode("passkey");
  const { isUserVerified, ...record } = credential;
  const now = ctx.clock.now();
  const { transports = [] } = passkey.response;
  const factor: PasskeyEntry = { type: "passkey", name, createdAt: now, lastUsedAt: null, ...record, transports };
  const proof = { method: "passkey", isUserVerified } as const;
  const { factor: view, ...added } = await addFactor(ctx, seen, { id: newId("fact", now), factor, proof, challenge });
  return { ...view, ...added };
}

/**
 * Asks for one of the caller's passkeys, as another proof of who is signed in: for POST /me/verify. One read.
 * @throws RollcallError `conflict` where there is none, `invalid_token`
 */
export async function requestProof(ctx: Context): Promise<PasskeyRequest> {
  const { userId, sessionId } = requireActor(ctx);
  const account = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection: withPasskeys });
  if (!account) throw new RollcallError("invalid_token");
  const challenge = newChallenge(ctx);
  const options = requestOptions(ctx.settings.passkeys, account, challenge);
  return { options, challenge: sealChallenge(ctx, "verify", subjectOf(ctx), challenge) };
}
