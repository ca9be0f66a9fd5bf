import { type Context, requireActor } from "../context.ts";
import { invalid, RollcallError } from "../kernel/errors.ts";
import { usersOf } from "../user/index.ts";
import { tokenSubject } from "./issue-tokens.ts";
import type { ServiceToken, ServiceTokenInput } from "./session.schema.ts";
import { sessionIn, withLiveSession } from "./session.slice.ts";
import { tokensOf } from "./session.store.ts";

/**
 * An access token of the caller's session for another service, and for no other: neither here nor elsewhere is it good.
 * The database says whether the session and the account still stand, and which roles it has now. One read.
 * @throws RollcallError `validation_failed` for a service that is not listed, `invalid_token` once the session has ended.
 */
export async function issueServiceToken(ctx: Context, { audience }: ServiceTokenInput): Promise<ServiceToken> {
  const { userId, sessionId } = requireActor(ctx);
  if (!ctx.settings.audiences.includes(audience)) {
    throw invalid(["audience"], "Must be a service that this one gives tokens for");
  }
  const options = { projection: tokensOf(sessionId) };
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), options);
  const entry = user && sessionIn(user, sessionId);
  if (!entry) throw new RollcallError("invalid_token");
  return ctx.accessTokens.issue(tokenSubject(ctx, user, sessionId, entry), audience);
}
