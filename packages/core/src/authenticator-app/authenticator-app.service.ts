import { type Context, requireActor } from "../context.ts";
import { readAccount, wrongCode } from "../credentials/index.ts";
import { addFactor, type Enrolled, requireEnrollment } from "../enrollment/index.ts";
import {
  type Challenge,
  contextOfApp,
  type FactorProof,
  meet,
  openPlace,
  placeOfSecret,
  type TotpEntry,
  takesAppCodes,
} from "../factor/index.ts";
import { guessAsMyself } from "../guessing/index.ts";
import { addSeconds, isWithin } from "../kernel/clock.ts";
import { RollcallError } from "../kernel/errors.ts";
import { newId, timeOfId } from "../kernel/ids.ts";
import type { UserDocument } from "../user/index.ts";
import type { AuthenticatorApp, AuthenticatorAppProof } from "./authenticator-app.schema.ts";
import { keyUri, stepOf, toBase32 } from "./one-time-password.ts";

/** 160 bits (RFC 4226 section 4). */
const secretLength = 20;

/** Seconds in which an app can be set up. */
const setupLifetime = 900;

const unnamed = "Authenticator app";

/**
 * A secret for another app. Nothing is kept of it: it follows from SECRET_KEY, the session and the id, until the app's first code
 * proves that the app has it. One read.
 * @throws RollcallError those of {@link requireEnrollment}
 */
export async function offerAuthenticatorApp(ctx: Context): Promise<AuthenticatorApp> {
  const seen = await readAccount(ctx);
  requireEnrollment(ctx, seen, "totp");
  const id = newId("fact", ctx.clock.now());
  const secret = toBase32(ctx.secrets.authenticate("authenticator-app", offer(ctx, id)).subarray(0, secretLength));
  return { id, secret, uri: keyUri(ctx.settings.passkeys.rpId, seen.email, secret) };
}

/** What a secret follows from. */
function offer(ctx: Context, id: string): Buffer {
  const { userId, sessionId } = requireActor(ctx);
  return Buffer.from([userId, sessionId, id].join(" "));
}

/** What an offer is taken up by, once: also an app that was removed since does not come back by it. */
const challengeOf = (id: string): Challenge => ({ id, expiresAt: addSeconds(timeOfId(id), setupLifetime) });

/**
 * Takes the first code of an app, which is a factor from now on. It counts as an attempt and forgets none: whoever knows the secret of an
 * app that is none of the account's yet has proved nothing.
 * @throws RollcallError `validation_failed` for a wrong code, `code_expired`, `code_used`, `too_many_attempts`, and those of
 *   {@link requireEnrollment}
 */
export async function confirmAuthenticatorApp(
  ctx: Context,
  { id, code, name = unnamed }: AuthenticatorAppProof,
): Promise<Enrolled> {
  const now = ctx.clock.now();
  if (!isWithin(setupLifetime, timeOfId(id), now)) throw new RollcallError("code_expired");
  const attempt = await guessAsMyself(ctx);
  const { account } = attempt;
  const challenge = challengeOf(id);
  await attempt.lookAt(async () => {
    requireEnrollment(ctx, account, "totp");
    meet(ctx, account, challenge);
  });
  for (const mac of ctx.secrets.authenticateByEach("authenticator-app", offer(ctx, id))) {
    const secret = mac.subarray(0, secretLength);
    const step = stepOf(secret, code, now);
    if (step === null) continue;
    const sealed = ctx.secrets.seal("authenticator-app", secret, contextOfApp(account._id, id));
    const factor: TotpEntry = { type: "totp", name, createdAt: now, lastUsedAt: null, secret: sealed, step };
    return addFactor(ctx, account, { id, factor, proof: { method: "totp" }, challenge });
  }
  // A guess at no factor: how many codes of those were wrong stays as it is.
  await attempt.failed({ type: "second_factor.refused", data: { method: "totp" } });
  throw wrongCode("code");
}

/** @returns null where it is no code of any of the account's apps, or was used before */
export function proveTotp(ctx: Context, account: UserDocument, code: string): FactorProof | null {
  if (!takesAppCodes(account)) return null;
  const { _id, factors = {} } = account;
  const now = ctx.clock.now();
  for (const [id, factor] of Object.entries(factors)) {
    if (factor.type !== "totp") continue;
    const secret = openPlace(ctx, placeOfSecret(_id, id, factor));
    const step = secret && stepOf(secret, code, now);
    if (step === null || step <= factor.step) continue;
    const path = `factors.${id}`;
    return {
      proof: { method: "totp" },
      expected: { [`${path}.step`]: factor.step },
      change: { $set: { [`${path}.step`]: step, [`${path}.lastUsedAt`]: now } },
      causes: [],
    };
  }
  return null;
}
