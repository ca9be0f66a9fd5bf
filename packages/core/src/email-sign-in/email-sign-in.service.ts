import type { Context } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { type OneTimeProof, type Presented, present, requestMail, voidOneTime } from "../one-time/index.ts";
import { proven } from "../registration/index.ts";
import { beginSession, type SignedIn } from "../sign-in/index.ts";

/** Seconds in which a mailed link or code signs in. */
const lifetime = 600;

/** Mails what signs in, where the address has an account that may. Nobody learns whether it has. @throws RollcallError `too_many_attempts` */
export function requestSignInCode(ctx: Context, email: string): Promise<void> {
  return requestMail(ctx, email, ({ status, name, emailVerified }) => {
    if (status !== "active") return null;
    return {
      purpose: "code",
      lifetime,
      mail: { template: "sign-in-code", data: { name: emailVerified ? name : null } },
      event: { type: "code.requested" },
    };
  });
}

/**
 * Signs in with what was mailed, on whatever device, and proves the address with it: one operation that reads the account, for a
 * code also counting the attempt, and one conditional write. Whoever had an account of that address without having proved it may be
 * a stranger who came first: their password is void, and their sessions end.
 * @throws RollcallError `code_expired`, `code_used`; `invalid_credentials`, `second_factor_required`, `too_many_attempts`
 */
export async function redeemSignInCode(ctx: Context, proof: OneTimeProof): Promise<SignedIn> {
  const presented = await present(ctx, proof, "code");
  try {
    return await signInBy(ctx, presented);
  } catch (error) {
    // Where somebody was faster, that is what is told.
    if (error instanceof RollcallError && error.code === "invalid_credentials") await presented.again();
    throw error;
  }
}

function signInBy(ctx: Context, { account, entry, expected, use }: Presented): Promise<SignedIn> {
  const { emailVerified } = account;
  const takeover = { $set: { passwordHash: null }, $inc: { credentialVersion: 1 } };
  return beginSession(ctx, account, {
    proofs: [{ method: "mail" }],
    change: mergeUpdates(use, proven, !emailVerified && mergeUpdates(takeover, voidOneTime("code"))),
    expected: { ...expected, email: entry.email, emailVerified },
    isAlone: !emailVerified,
  });
}
