import { type Context, requireActor } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import { withLiveSession } from "../session/session.slice.ts";
import type { ProfileEdit, User } from "./user.schema.ts";
import { nameFields, profileOnly, toUser, usersOf } from "./user.store.ts";

/** The caller's own account. One read. @throws RollcallError `invalid_token` once the session has ended. */
export async function readMe(ctx: Context): Promise<User> {
  const { userId, sessionId } = requireActor(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId), { projection: profileOnly });
  if (!user) throw new RollcallError("invalid_token");
  return toUser(user);
}

/** Changes the caller's own profile. One write. @throws RollcallError `invalid_token` once the session has ended. */
export async function editMe(ctx: Context, { name }: ProfileEdit): Promise<User> {
  const { userId, sessionId } = requireActor(ctx);
  const change = { $set: { ...nameFields(name), updatedAt: ctx.clock.now() } };
  const user = await usersOf(ctx).findOneAndUpdate(withLiveSession(ctx, userId, sessionId), change, {
    projection: profileOnly,
  });
  if (!user) throw new RollcallError("invalid_token");
  return toUser(user);
}
