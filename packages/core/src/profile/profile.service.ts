import { type Context, requireActor } from "../context.ts";
import { mergeUpdates } from "../database/update.ts";
import { RollcallError } from "../kernel/errors.ts";
import { outboxSlice, queueOrDrop } from "../outbox/index.ts";
import { withLiveSession } from "../session/index.ts";
import { knownBy, only, type ProfileEdit, profileOnly, toUser, type User, usersOf } from "../user/index.ts";

/** The caller's own account. One read. @throws RollcallError `invalid_token` once the session has ended. */
export async function readMe(ctx: Context): Promise<User> {
  const { userId, sessionId } = requireActor(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection: profileOnly });
  if (!user) throw new RollcallError("invalid_token");
  return toUser(user);
}

const withOutbox = only(outboxSlice);

/** Changes the caller's own profile. One read and one write. @throws RollcallError `invalid_token` once the session has ended. */
export async function editMe(ctx: Context, { name }: ProfileEdit): Promise<User> {
  const { userId, sessionId } = requireActor(ctx);
  const live = withLiveSession(ctx, userId, sessionId);
  const seen = await usersOf(ctx).findOne(live, { projection: withOutbox });
  if (!seen) throw new RollcallError("invalid_token");
  const change = mergeUpdates(
    { $set: { ...knownBy({ email: seen.email, name }), updatedAt: ctx.clock.now() } },
    name !== seen.name && queueOrDrop(ctx, seen, { type: "user.changed", data: { fields: ["name"] } }),
  );
  const expected = { ...live, email: seen.email, name: seen.name };
  const user = await usersOf(ctx).findOneAndUpdate(expected, change, { projection: profileOnly });
  // The session has ended meanwhile, which the next read says, or the account has got another address or name.
  return user ? toUser(user) : editMe(ctx, { name });
}
