import { type Context, type Dependencies, requireActor } from "../context.ts";
import { factorSlice } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { acrOf, mayGoOn, missingProof, sessionIn, tokenSubject, tokensOf, withLiveSession } from "../session/index.ts";
import { type Demand, suffices } from "../token/index.ts";
import { only, usersOf } from "../user/index.ts";

/** What a route asks of who calls it. */
export interface Wanted extends Demand {
  role?: "admin";
}

const parts = { ...only(factorSlice), passwordHash: 1 } as const;

/**
 * The refusal of a caller whose access token does not say what a route asks for: it names what they can prove it with, and never less
 * than is asked for. One read, which only who is refused costs.
 * @returns `invalid_token` also where the session has come to it since the token was issued: the next one says so
 */
export async function refusalOf(
  ctx: Dependencies & Pick<Context, "actor">,
  { role, ...demand }: Wanted,
): Promise<RollcallError> {
  const { userId, sessionId } = requireActor(ctx);
  const projection = { ...parts, ...tokensOf(sessionId) };
  const account = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection });
  const session = account && sessionIn(account, sessionId);
  if (!session) return new RollcallError("invalid_token");
  if (role && !account.roles.includes(role)) return new RollcallError("forbidden");
  if (!mayGoOn(ctx.settings, account, acrOf(session))) return missingProof(ctx, account, session);
  const next = tokenSubject(ctx, account, sessionId, session);
  const counts = !role || next.roles.includes(role);
  if (counts && suffices(next, demand, ctx.clock.now())) return new RollcallError("invalid_token");
  return missingProof(ctx, account, session, counts ? demand.acr : "2");
}
