import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { isStillOf, meet, openHalfSignIn } from "../factor/index.ts";
import { guess } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { beginSession, orCodeUsed, type SignedIn } from "../sign-in/index.ts";
import { proveFactor, refuseFactor } from "./prove-factor.ts";
import type { SecondFactor } from "./second-factor.schema.ts";

/**
 * The second part of a sign-in: one operation that counts the attempt, from the same budget as passwords, and reads the account; one
 * conditional write.
 * @throws RollcallError `invalid_credentials`, `too_many_attempts`; `code_expired` where the first part is too long ago, or the account's
 *   credentials have changed since, and `code_used` where it has led to a session before
 */
export async function completeSignIn(ctx: Context, { mfaToken, ...answer }: SecondFactor): Promise<SignedIn> {
  const half = openHalfSignIn(ctx, mfaToken);
  const [attempt] = await Promise.all([guess(ctx, half.email), ctx.accessTokens.requireSigner()]);
  const { account, forgetByFactor } = attempt;
  if (!account) throw new RollcallError("code_expired");
  const { meeting, proved } = await attempt.lookAt(async () => {
    if (!isStillOf(half, account)) throw new RollcallError("code_expired");
    return {
      meeting: meet(ctx, account, half.challenge),
      proved: await proveFactor(ctx, account, answer, half.challenge),
    };
  });
  if (!proved) {
    await refuseFactor(attempt, answer);
    throw new RollcallError("invalid_credentials");
  }
  const proof = {
    proofs: [...half.proofs, proved.proof],
    expected: { ...proved.expected, ...meeting.expected, credentialVersion: half.credentialVersion },
    change: mergeUpdates(proved.change, meeting.update, forgetByFactor),
    causes: proved.causes,
  };
  try {
    return await beginSession(ctx, account, proof).catch((error) => orCodeUsed(ctx, half, error));
  } catch (error) {
    // The code was right, and somebody else was faster with it.
    if (error instanceof RollcallError && error.code === "invalid_credentials") await refuseFactor(attempt, answer);
    throw error;
  }
}
