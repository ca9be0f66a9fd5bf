import type { Context } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { RollcallError } from "../kernel/errors.ts";
import { dropSurplusSessions, issueTokens, newSession, storeSession } from "../session/index.ts";
import { emailFields, nameFields, toUser, type UserDocument, usersOf } from "../user/index.ts";
import type { Credentials, SignedIn } from "./sign-in.schema.ts";

/** RFC 8176: a password was used. */
const withPassword = ["pwd"];

/**
 * Signs in with a password: one read, one conditional write. An unknown address, a disabled account and a
 * wrong password cost one read and one hash each and get one answer.
 * @throws RollcallError `invalid_credentials`
 */
export async function signIn(ctx: Context, { email, password }: Credentials): Promise<SignedIn> {
  const seen = await usersOf(ctx).findOne({ email });
  const candidate = seen?.status === "active" ? seen : null;
  const matches = await ctx.passwords.verify(ctx, email, candidate?.passwordHash ?? null, password);
  if (!candidate || !matches) throw new RollcallError("invalid_credentials");
  await ctx.accessTokens.requireSigner();
  const session = newSession(ctx, withPassword);
  const user = await beginSession(ctx, candidate, session, await rehashed(ctx, candidate, password));
  if (!user.emailKeys) await addSearchKeys(ctx, user);
  return { user: toUser(user), tokens: await issueTokens(ctx, user, session.id, session.entry) };
}

/**
 * The write loses when the password was changed, or the account disabled, while this sign-in was hashing. One more write, only
 * when so many signed in at once that together they went beyond the cap.
 */
async function beginSession(
  ctx: Context,
  seen: UserDocument,
  session: ReturnType<typeof newSession>,
  rehash: Partial<UserDocument>,
): Promise<UserDocument> {
  const stored = storeSession(ctx, seen, session);
  const expected = { _id: seen._id, status: "active", credentialVersion: seen.credentialVersion };
  const change = { ...stored, $set: { ...stored.$set, ...rehash, lastLoginAt: session.entry.createdAt } };
  const user = await compareAndSet(usersOf(ctx), expected, change, { projection: { passwordHash: 0 } });
  if (!user) throw new RollcallError("invalid_credentials");
  const surplus = dropSurplusSessions(user);
  if (surplus) await usersOf(ctx).updateOne({ _id: user._id }, surplus);
  return user;
}

/** A hash that was made at a lower cost than today's is made anew. */
async function rehashed(ctx: Context, seen: UserDocument, password: string): Promise<Partial<UserDocument>> {
  const { email, passwordHash } = seen;
  const isWeak = passwordHash !== null && ctx.passwords.isOutdated(passwordHash);
  return isWeak ? { passwordHash: await ctx.passwords.hash(ctx, email, password) } : {};
}

/**
 * An account from before there were search keys gets them, in a write of its own: where the name is being changed at the
 * same moment that change counts, and the keys wait for the next sign-in. `nameKey` is what they replace.
 */
async function addSearchKeys(ctx: Context, { _id, email, name }: UserDocument): Promise<void> {
  const change = { $set: { ...emailFields(email), ...nameFields(name) }, $unset: { nameKey: true as const } };
  await usersOf(ctx).updateOne({ _id, email, name }, change);
}
