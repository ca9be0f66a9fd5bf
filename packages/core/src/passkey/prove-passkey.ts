import type { Context } from "../context.ts";
import type { Assertion, Challenge, FactorProof, PasskeyEntry } from "../factor/index.ts";
import type { UserDocument } from "../user/index.ts";
import { passkeysOf, userHandleOf } from "./options.ts";
import { tell } from "./tell.ts";

/**
 * Holds an assertion against the passkeys of an account that was read.
 * @returns null where none of them has made it, and where one has that signs less often than before: there may be a copy of it, which
 *   the audit trail is told in a write of its own
 */
export async function provePasskey(
  ctx: Context,
  account: UserDocument,
  assertion: Assertion,
  challenge: Challenge,
): Promise<FactorProof | null> {
  const [id, passkey] = passkeyOf(account, assertion) ?? [];
  if (!id || !passkey) return null;
  const { verifyAssertion } = await import("./web-authn.ts");
  const seen = await verifyAssertion(ctx, challenge.id, assertion, passkey);
  if (!seen) return null;
  if (hasRegressed(passkey, seen.counter)) {
    await tellOfCopy(ctx, account, id);
    return null;
  }
  const path = `factors.${id}`;
  return {
    proof: { method: "passkey", isUserVerified: seen.isUserVerified },
    expected: { [`${path}.counter`]: passkey.counter },
    change: {
      $set: {
        [`${path}.counter`]: seen.counter,
        [`${path}.isBackedUp`]: seen.isBackedUp,
        [`${path}.lastUsedAt`]: ctx.clock.now(),
      },
    },
    causes: [],
  };
}

/** The one that an assertion names, unless it says that it is somebody else's. */
export function passkeyOf(
  account: UserDocument,
  { id, response: { userHandle } }: Assertion,
): [id: string, passkey: PasskeyEntry] | undefined {
  if (typeof userHandle === "string" && userHandle !== userHandleOf(account._id)) return undefined;
  return passkeysOf(account).find(([, { credentialId }]) => credentialId === id);
}

/** Where neither has counted, it does not count at all (WebAuthn Level 3 section 6.1.1). */
const hasRegressed = ({ counter: before }: PasskeyEntry, now: number) => (before > 0 || now > 0) && now <= before;

async function tellOfCopy(ctx: Context, account: UserDocument, factorId: string): Promise<void> {
  const event = {
    type: "passkey.counter_regressed",
    actor: { type: "user", id: account._id },
    data: { factorId },
  } as const;
  ctx.notice({ type: event.type, userId: account._id });
  await tell(ctx, account, event);
}
