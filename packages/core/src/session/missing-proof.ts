import type { Context } from "../context.ts";
import { secondFactorsOf } from "../factor/index.ts";
import type { Acr } from "../kernel/acr.ts";
import { type ErrorMembers, RollcallError } from "../kernel/errors.ts";
import type { Settings } from "../kernel/settings.ts";
import type { UserDocument } from "../user/index.ts";
import { allowsFactors, wantsFactor } from "./policy.ts";
import { acrOf, type SessionDetails } from "./session.slice.ts";

/**
 * Whether nothing but a second factor proves anew whose session it is: where there is one, the password alone would let in whoever has
 * found or guessed that, and a session of two factors would live on by one of them.
 */
export function isProvedByFactor(
  { settings }: Pick<Context, "settings">,
  account: UserDocument,
  session: SessionDetails,
): boolean {
  return account.hasFactors === true && (wantsFactor(settings, account) || acrOf(session) === "2");
}

/**
 * The refusal of a session that is not strong enough, or was proved too long ago: what its owner can prove it with, never less than is
 * asked for. Where the account has no second factor, and nothing less would do, it says to set one up; where there is one that is good no
 * more, such as an app whose codes were guessed at too often, there may be nothing to name.
 */
export function missingProof(
  ctx: Pick<Context, "settings">,
  account: UserDocument,
  session: SessionDetails,
  asked: Acr = "1",
): RollcallError {
  const { settings } = ctx;
  const factors = secondFactorsOf(account);
  const acr = isProvedByFactor(ctx, account, session) ? "2" : asked;
  if (acr === "2" && !account.hasFactors) return missingFactor(settings);
  const methods = acr === "2" ? factors : [...firstProofOf(settings, account), ...factors];
  const members: ErrorMembers["reauthentication_required"] = { maxAge: settings.reauthenticationMaxAge, acr, methods };
  return new RollcallError("reauthentication_required", { members });
}

/** Who has no password signs in anew, by a mailed code. */
function firstProofOf({ sendsMail }: Settings, { passwordHash }: UserDocument): ("password" | "code")[] {
  if (passwordHash !== null) return ["password"];
  return sendsMail ? ["code"] : [];
}

function missingFactor(settings: Settings): RollcallError {
  const way = allowsFactors(settings)
    ? "Set up a second factor first: an authenticator app (POST /me/factors/totp) or a passkey (POST /me/passkeys/options)."
    : "It wants a second factor, and this service has none set up.";
  return new RollcallError("enrollment_required", { detail: way });
}
