import { type Context, type Dependencies, requireActor } from "../context.ts";
import { factorSlice, secondFactorsOf } from "../factor/index.ts";
import type { Acr } from "../kernel/acr.ts";
import { RollcallError } from "../kernel/errors.ts";
import { acrOf, countingRoles, type SessionDetails, sessionIn, tokensOf, withLiveSession } from "../session/index.ts";
import { only, type UserDocument, usersOf } from "../user/index.ts";

/** What a route asks of who calls it. */
export interface Wanted {
  /** `2`: a session of two factors. */
  acr: Acr;
  /** Whether the proof has to be recent. */
  isRecent: boolean;
  role?: "admin";
}

const parts = { ...only(factorSlice), passwordHash: 1 } as const;

/**
 * The refusal of a caller whose access token does not say what a route asks for: it names what they can prove it with, and never less
 * than is asked for. One read, which only who is refused costs.
 * @returns `invalid_token` also where the session has come to it since the token was issued: the next one says so
 */
export async function refusalOf(ctx: Dependencies & Pick<Context, "actor">, wanted: Wanted): Promise<RollcallError> {
  const { userId, sessionId } = requireActor(ctx);
  const projection = { ...parts, ...tokensOf(sessionId) };
  const account = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection });
  const session = account && sessionIn(account, sessionId);
  if (!session) return new RollcallError("invalid_token");
  if (wanted.role && !account.roles.includes(wanted.role)) return new RollcallError("forbidden");
  const acr = wanted.role && countingRoles(ctx.settings, account, acrOf(session)).length === 0 ? "2" : wanted.acr;
  if (acrOf(session) >= acr && (!wanted.isRecent || isRecent(ctx, session))) return new RollcallError("invalid_token");
  return missingProof(ctx, account, acr === "2" || (account.hasFactors && acrOf(session) === "2") ? "2" : "1");
}

function isRecent(
  { clock, settings }: Dependencies,
  { createdAt, authenticatedAt = createdAt }: SessionDetails,
): boolean {
  return clock.now().getTime() - authenticatedAt.getTime() <= settings.reauthenticationMaxAge * 1_000;
}

/** What an account is asked to prove; where it has nothing to prove it with, to set that up. */
export function missingProof({ settings }: Pick<Context, "settings">, account: UserDocument, acr: Acr): RollcallError {
  const factors = secondFactorsOf(account);
  if (acr === "2" && factors.length === 0) {
    return new RollcallError("enrollment_required", {
      detail:
        "Set up a second factor first: an authenticator app (POST /me/factors/totp) or a passkey (POST /me/passkeys/options).",
    });
  }
  const first = account.passwordHash === null ? ("code" as const) : ("password" as const);
  const methods = acr === "2" ? factors : [first, ...factors];
  return new RollcallError("reauthentication_required", {
    members: { maxAge: settings.reauthenticationMaxAge, acr, methods },
  });
}
