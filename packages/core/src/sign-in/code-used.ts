import type { Context } from "../context.ts";
import { type Challenge, meet } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import { usersOf } from "../user/index.ts";

/**
 * Fails as a sign-in has failed that wanted to meet a challenge. Where the same challenge was met faster, that is what is told. One read.
 * @throws RollcallError `code_used`
 */
export async function orCodeUsed(ctx: Context, userId: string, challenge: Challenge, error: unknown): Promise<never> {
  if (error instanceof RollcallError && error.code === "invalid_credentials") {
    const again = await usersOf(ctx).findOne({ _id: userId }, { projection: { metChallenges: 1 } });
    if (again) meet(ctx, again, challenge);
  }
  throw error;
}
