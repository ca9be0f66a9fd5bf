import type { Context } from "../context.ts";
import { placesOf, requireRoom, throttle } from "../guessing/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { issueOneTime } from "../one-time/index.ts";
import { outboxOf } from "../outbox/index.ts";
import { requireStrongPassword } from "../password/index.ts";
import { admitOwner, issueTokens, newSession, onlySession } from "../session/index.ts";
import type { SignedIn } from "../sign-in/index.ts";
import { insertUser, newUserDocument, toUser, type UserDocument } from "../user/index.ts";
import { confirmationLifetime } from "./confirmation.ts";
import { languageOf } from "./language.ts";
import type { Registration } from "./registration.schema.ts";

/**
 * Creates an account, as the policy has it: open to its owner at once, or once the address is proved, of which a mail tells.
 * @returns null where only the mail tells what has come of it
 * @throws RollcallError `email_taken`, `weak_password`, `registration_closed`, `too_many_attempts`
 */
export async function register(ctx: Context, registration: Registration): Promise<SignedIn | null> {
  const { registration: policy } = ctx.settings;
  if (policy === "closed") throw new RollcallError("registration_closed");
  requireRoom(ctx, "register");
  ctx.passwords.requireRoom(ctx, registration.email);
  await requireStrongPassword(ctx, registration.password, registration);
  if (policy === "open") return registerAndSignIn(ctx, registration);
  const { registerToConfirm } = await import("./confirmed-registration.ts");
  await registerToConfirm(ctx, registration);
  return null;
}

/**
 * Creates an account and signs its owner in, in one write; the unique index on the address decides
 * between registrations at once.
 */
async function registerAndSignIn(ctx: Context, { email, password, name = null }: Registration): Promise<SignedIn> {
  const [passwordHash] = await Promise.all([
    ctx.passwords.hash(ctx, email, password),
    throttle(ctx, "register", email),
    ctx.accessTokens.requireSigner(),
  ]);
  const account = newUserDocument(ctx, { email, name, roles: [], passwordHash });
  const session = newSession(ctx, admitOwner([{ method: "password" }]));
  const actor = { type: "user" as const, id: account._id };
  const { entry, reference } = issueOneTime(ctx, "verify", { email, lifetime: confirmationLifetime });
  const user: UserDocument = {
    ...account,
    ...onlySession(session.id, session.entry),
    lastLoginAt: session.entry.createdAt,
    oneTime: { verify: entry },
    ...languageOf(ctx),
    ...placesOf(ctx, account._id),
    ...outboxOf(
      ctx,
      { type: "user.registered", actor },
      { type: "session.started", actor, sessionId: session.id, data: { amr: session.entry.amr, isNewPlace: false } },
      ...(ctx.settings.sendsMail
        ? [{ template: "verify-email" as const, to: email, oneTime: reference, data: {} }]
        : []),
    ),
  };
  await insertUser(ctx, user);
  return { user: toUser(user), tokens: await issueTokens(ctx, user, session.id, session.entry) };
}
