import type { Context } from "../context.ts";
import type { Update } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { addSeconds } from "../kernel/clock.ts";
import { type OneTimeProof, type Presented, present, requestMail, useUp, voidOneTime } from "../one-time/index.ts";
import { queueOrDrop } from "../outbox/index.ts";
import { confirmationLifetime, proven } from "../registration/index.ts";

/**
 * Takes the proof of an account's address. An account that waited for it is alive then, with the password of the registration that
 * the mail was about.
 * @throws RollcallError `code_expired`, `code_used`; for a code `invalid_credentials`, `too_many_attempts`
 */
export async function verifyEmail(ctx: Context, proof: OneTimeProof): Promise<void> {
  const presented = await present(ctx, proof, "verify");
  const { account, entry } = presented;
  const event = { type: "email.verified", actor: { type: "user", id: account._id } } as const;
  const change = mergeUpdates(
    presented.use,
    proven,
    { $set: { updatedAt: ctx.clock.now() } },
    account.registrationEnds && comeAlive(presented),
    queueOrDrop(ctx, account, event),
  );
  await useUp(ctx, presented, change, { status: "active", email: entry.email });
}

function comeAlive({ entry: { data }, purpose }: Presented): Update {
  const password = data?.passwordHash ? { $set: { passwordHash: data.passwordHash } } : null;
  return mergeUpdates(password, voidOneTime(purpose), {
    $inc: { credentialVersion: 1 },
    $unset: { "oneTime.verify.data": true },
  });
}

/** Mails the proof of an address anew, where it waits for one. Nobody learns whether it does. @throws RollcallError `too_many_attempts` */
export function resendVerification(ctx: Context, email: string): Promise<void> {
  return requestMail(ctx, email, ({ emailVerified, registrationEnds, oneTime }) => {
    if (emailVerified) return null;
    const data = oneTime?.verify?.data;
    return {
      purpose: "verify",
      lifetime: confirmationLifetime,
      ...(registrationEnds && {
        data,
        update: { $set: { registrationEnds: addSeconds(ctx.clock.now(), confirmationLifetime) } },
      }),
      mail: { template: "verify-email", data: {} },
      event: { type: "email.verification_requested" },
      // A password that counts no longer does not come back.
      expected: {
        emailVerified,
        registrationEnds: registrationEnds ?? { $exists: false },
        "oneTime.verify.data.passwordHash": data?.passwordHash ?? { $exists: false },
      },
    };
  });
}
