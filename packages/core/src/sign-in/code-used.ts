import type { Context } from "../context.ts";
import { type HalfSignIn, isStillOf, meet } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { usersOf } from "../user/index.ts";

/** A challenge that somebody wanted to meet, with or without a first part. */
type Wanted = HalfSignIn | (Pick<HalfSignIn, "userId" | "challenge"> & { credentialVersion?: undefined });

/**
 * Fails as a sign-in has failed that wanted to meet a challenge. Where the same challenge was met faster, or the first part stands no
 * longer, that is what is told. One read.
 * @throws RollcallError `code_used`, `code_expired`
 */
export async function orCodeUsed(ctx: Context, wanted: Wanted, error: unknown): Promise<never> {
  if (error instanceof RollcallError && error.code === "invalid_credentials") {
    const projection = { email: 1, status: 1, credentialVersion: 1, metChallenges: 1 } as const;
    const again = await usersOf(ctx).findOne({ _id: wanted.userId }, { projection });
    const isHalf = wanted.credentialVersion !== undefined;
    if (isHalf && !(again && isStillOf(wanted, again))) throw new RollcallError("code_expired");
    if (again) meet(ctx, again, wanted.challenge);
  }
  throw error;
}
