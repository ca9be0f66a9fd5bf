import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import {
  type Assertion,
  isStillOf,
  meet,
  newChallenge,
  openChallenge,
  openHalfSignIn,
  sealChallenge,
  strengthOf,
} from "../factor/index.ts";
import { throttle } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { beginSession, orCodeUsed, type SignedIn } from "../sign-in/index.ts";
import { forSignIn, type UserDocument, userIdSchema, usersOf } from "../user/index.ts";
import { requestOptions, withPasskeys } from "./options.ts";
import type { PasskeyRequest, PasskeySignIn, RequestOptions } from "./passkey.schema.ts";
import { passkeyOf, provePasskey } from "./prove-passkey.ts";
import { tell } from "./tell.ts";

/** Asks for any passkey of this service. The same for everybody, and nothing is read: it says nothing of who has an account. */
export function requestPasskey(ctx: Context): PasskeyRequest {
  const challenge = newChallenge(ctx);
  const options = requestOptions(ctx.settings.passkeys, null, challenge);
  return { options, challenge: sealChallenge(ctx, "sign-in", null, challenge) };
}

/**
 * Signs in with a passkey that says whose it is and has made sure that it is in its user's hand: two factors at once. One read, and
 * beside it one write that counts by network, as nobody guesses at signatures; one conditional write.
 * @throws RollcallError `invalid_credentials`, `code_expired`, `code_used`, `too_many_attempts`
 */
export async function signInWithPasskey(ctx: Context, { challenge: token, passkey }: PasskeySignIn): Promise<SignedIn> {
  const challenge = openChallenge(ctx, "sign-in", null, token);
  const userId = ownerOf(passkey);
  const [found] = await Promise.all([
    userId === null ? null : usersOf(ctx).findOne({ _id: userId }, { projection: forSignIn }),
    throttle(ctx, "guess", userId ?? ""),
    ctx.accessTokens.requireSigner(),
  ]);
  const account = found?.status === "active" ? found : null;
  const proved = account && (await provePasskey(ctx, account, passkey, challenge));
  if (!account || !proved || strengthOf([proved.proof]).acr !== "2") return refuse(ctx, account, passkey);
  const meeting = meet(ctx, account, challenge);
  return beginSession(ctx, account, {
    proofs: [proved.proof],
    expected: { ...proved.expected, ...meeting.expected },
    change: mergeUpdates(proved.change, meeting.update),
    causes: proved.causes,
  }).catch((error) => orCodeUsed(ctx, { userId: account._id, challenge }, error));
}

/** Whose a passkey says that it is. */
function ownerOf({ response: { userHandle } }: Assertion): string | null {
  const { success, data } = userIdSchema.safeParse(Buffer.from(userHandle ?? "", "base64url").toString());
  return success ? data : null;
}

/** The owner is told of whoever knows of one of their passkeys. Whoever knows of none has tried nothing. */
async function refuse(ctx: Context, account: UserDocument | null, passkey: Assertion): Promise<never> {
  const event = { type: "sign_in.failed", data: { method: "hwk" } } as const;
  ctx.notice({ type: event.type, ...(account && { userId: account._id }) });
  if (account && passkeyOf(account, passkey)) await tell(ctx, account, event);
  throw new RollcallError("invalid_credentials");
}

/**
 * Asks for one of the passkeys of an account of which a first proof was given. One read.
 * @throws RollcallError `code_expired` where that is too long ago, or the account's credentials have changed since; `conflict` where it
 *   has no passkey
 */
export async function requestSecondFactor(ctx: Context, mfaToken: string): Promise<{ options: RequestOptions }> {
  const half = openHalfSignIn(ctx, mfaToken);
  const account = await usersOf(ctx).findOne({ _id: half.userId }, { projection: withPasskeys });
  if (!account || !isStillOf(half, account)) throw new RollcallError("code_expired");
  return { options: requestOptions(ctx.settings.passkeys, account, half.challenge) };
}
