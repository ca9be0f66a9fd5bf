import type { Context } from "../context.ts";
import { placesOf, throttle } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { pickLanguage } from "../kernel/language.ts";
import { outboxOf } from "../outbox/index.ts";
import { requireStrongPassword } from "../password/index.ts";
import { issueTokens, newSession } from "../session/index.ts";
import type { SignedIn } from "../sign-in/index.ts";
import { insertUser, newUserDocument, toUser, type UserDocument } from "../user/index.ts";
import type { Registration } from "./registration.schema.ts";

/** RFC 8176: a password was used. */
const withPassword = ["pwd"];

/**
 * Creates an account and signs its owner in, in one write; the unique index on the address decides
 * between registrations at once.
 * @throws RollcallError `email_taken`, `weak_password`, `registration_closed`
 */
export async function register(ctx: Context, { email, password, name = null }: Registration): Promise<SignedIn> {
  if (ctx.settings.registration === "closed") throw new RollcallError("registration_closed");
  await requireStrongPassword(ctx, password, { email, name });
  await ctx.accessTokens.requireSigner();
  const [passwordHash] = await Promise.all([
    ctx.passwords.hash(ctx, email, password),
    throttle(ctx, "register", email),
  ]);
  const account = newUserDocument(ctx, { email, name, roles: [], passwordHash });
  const session = newSession(ctx, withPassword);
  const actor = { type: "user" as const, id: account._id };
  const user: UserDocument = {
    ...account,
    sessions: { [session.id]: session.entry },
    earliestSessionEnd: session.entry.endsAt,
    lastLoginAt: session.entry.createdAt,
    ...languageOf(ctx),
    ...placesOf(ctx, account._id),
    ...outboxOf(
      ctx,
      { type: "user.registered", actor },
      { type: "session.started", actor, sessionId: session.id, data: { amr: withPassword, isNewPlace: false } },
    ),
  };
  await insertUser(ctx, user);
  return { user: toUser(user), tokens: await issueTokens(ctx, user, session.id, session.entry) };
}

/** For the account's mails: what the browser asks for, if there is that. */
function languageOf({ acceptLanguage }: Context): Pick<UserDocument, "language"> {
  const language = pickLanguage(acceptLanguage, null);
  return language ? { language } : {};
}
