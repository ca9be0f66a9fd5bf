import { proveTotp } from "../authenticator-app/index.ts";
import type { Context } from "../context.ts";
import type { Challenge, FactorAnswer, FactorProof } from "../factor/index.ts";
import type { Attempt } from "../guessing/index.ts";
import { proveRecoveryCode } from "../recovery-code/index.ts";
import type { UserDocument } from "../user/index.ts";

/**
 * Holds an answer against the factors of an account that was read, and writes nothing.
 * @returns null where none of them gives it
 */
export async function proveFactor(
  ctx: Context,
  account: UserDocument,
  { code, recoveryCode, passkey }: FactorAnswer,
  challenge: Challenge | null,
): Promise<FactorProof | null> {
  if (code !== undefined) return proveTotp(ctx, account, code);
  if (recoveryCode !== undefined) return proveRecoveryCode(ctx, account, recoveryCode);
  if (!passkey || !challenge) return null;
  const { provePasskey } = await import("../passkey/index.ts");
  return provePasskey(ctx, account, passkey, challenge);
}

/** Writes down that none of them gives it. Codes of apps are short: how many were refused is kept beside the attempts, which are forgotten with time. */
export function refuseFactor(attempt: Attempt, answer: FactorAnswer): Promise<void> {
  const method = methodOf(answer);
  const event = { type: "second_factor.refused", data: { method } } as const;
  return attempt.failed(event, method === "totp" ? { $inc: { wrongCodes: 1 } } : {});
}

/** The name of an answer's method, for events. */
function methodOf({ code, recoveryCode }: FactorAnswer): "totp" | "recovery_code" | "passkey" {
  if (code !== undefined) return "totp";
  return recoveryCode === undefined ? "passkey" : "recovery_code";
}
