import { type Actor, type Context, requireActor } from "../context.ts";
import { RollcallError } from "../kernel/errors.ts";
import { requireStrongPassword } from "../password/index.ts";
import type { User } from "./user.schema.ts";
import { insertUser, newUserDocument, profileOnly, toUser, usersOf, withLiveSession } from "./user.store.ts";

/** What the access token says suffices for reading. @throws RollcallError `missing_token`, `forbidden` */
export function requireAdminRole(ctx: Context): Actor {
  const actor = requireActor(ctx);
  if (!actor.roles.includes("admin")) throw new RollcallError("forbidden");
  return actor;
}

/**
 * Before a write on somebody else's account the database says whether the actor's session and role still
 * stand: a demoted or disabled administrator changes nothing with a token that has not expired yet. One read.
 * @throws RollcallError `missing_token`, `forbidden`, or `invalid_token` once the session has ended.
 */
export async function confirmAdministrator(ctx: Context): Promise<Actor> {
  const actor = requireAdminRole(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, actor.userId, actor.sessionId), {
    projection: profileOnly,
  });
  if (!user) throw new RollcallError("invalid_token");
  if (!user.roles.includes("admin")) throw new RollcallError("forbidden");
  return actor;
}

/**
 * Gives an existing account the admin role. For the command line and the local server, which act with
 * the rights of whoever runs them. A disabled account stays disabled.
 * @returns null when the address has no account.
 */
export async function promoteToAdministrator(ctx: Context, email: string): Promise<User | null> {
  const change = { $set: { roles: ["admin"], updatedAt: ctx.clock.now() } };
  const user = await usersOf(ctx).findOneAndUpdate({ email }, change, { projection: profileOnly });
  return user && toUser(user);
}

/** Creates an account with the admin role. @throws RollcallError `email_taken`, `weak_password` */
export async function createAdministrator(ctx: Context, email: string, password: string): Promise<User> {
  requireStrongPassword(password, ctx.settings.passwordMinLength, { email });
  const passwordHash = await ctx.passwords.hash(ctx, email, password);
  const user = newUserDocument(ctx, { email, name: null, roles: ["admin"], passwordHash });
  await insertUser(ctx, user);
  return toUser(user);
}
