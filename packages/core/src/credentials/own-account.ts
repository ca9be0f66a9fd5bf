import { type Context, requireActor } from "../context.ts";
import type { Attempt } from "../guessing/index.ts";
import { type Issue, RollcallError } from "../kernel/errors.ts";
import { withLiveSession } from "../session/index.ts";
import { type UserDocument, usersOf } from "../user/index.ts";

/** A signed-in caller has not proved who they are. It is told at the field, for it is no token that is wrong. */
export function wrongPassword(field: string, others: Issue[] = []): RollcallError {
  const issue = { path: [field], code: "wrong_password", message: "Is not your current password" };
  return new RollcallError("validation_failed", { issues: [issue, ...others] });
}

/** The same of a second factor. */
export function wrongCode(field: string): RollcallError {
  return new RollcallError("validation_failed", {
    issues: [{ path: [field], code: "wrong_code", message: "Is not good, or was used before" }],
  });
}

/** Takes the caller's password as the proof of who they are. @throws RollcallError `validation_failed` */
export async function requirePassword(
  ctx: Context,
  { account, lookAt, failed }: Attempt<UserDocument>,
  password: string,
): Promise<void> {
  const { email, passwordHash } = account;
  if (await lookAt(() => ctx.passwords.verify(ctx, email, passwordHash, password))) return;
  await failed({ type: "password.refused" });
  throw wrongPassword("password");
}

/** The caller's account as a whole. One read. @throws RollcallError `invalid_token` once the session has ended. */
export async function readAccount(ctx: Context): Promise<UserDocument> {
  const { userId, sessionId } = requireActor(ctx);
  const user = await usersOf(ctx).findOne(withLiveSession(ctx, userId, sessionId));
  if (!user) throw new RollcallError("invalid_token");
  return user;
}
