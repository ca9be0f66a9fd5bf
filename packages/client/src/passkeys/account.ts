import { isApiError, unwrap } from "../api/error.ts";
import type {
  AccessToken,
  AddedPasskey,
  AddPasskeyProblem,
  OfferPasskeyProblem,
  RequestMyPasskeyProblem,
  VerifyMeProblem,
} from "../api/routes.ts";
import type { RollcallClient } from "../client.ts";
import { ceremony } from "./ceremony.ts";
import { makePasskey } from "./credentials.ts";
import { pickedPasskey } from "./request.ts";
import { type PasskeyOptions, type PasskeyResult, resultOf } from "./result.ts";
import { unknownPasskey } from "./signals.ts";
import { canUsePasskeys, requireSupport } from "./support.ts";

export interface NewPasskeyOptions extends PasskeyOptions {
  /** What its owner calls it. */
  name?: string | undefined;
}

/**
 * Makes a passkey for who is signed in. With an account's first factor the answer has `recoveryCodes`: show them, this one time. It may
 * want a recent proof first, so the client has `reauthenticate`.
 */
export function addPasskey(
  { api: { me } }: Pick<RollcallClient, "api">,
  { name, signal }: NewPasskeyOptions = {},
): Promise<PasskeyResult<AddedPasskey, OfferPasskeyProblem | AddPasskeyProblem>> {
  return resultOf({ signal }, async (signal) => {
    const init = { signal };
    requireSupport(canUsePasskeys());
    const { options, challenge } = await unwrap(me.passkeys.options.$post({}, { init }));
    const passkey = await ceremony(signal, (signal) => makePasskey(options, signal));
    try {
      return await unwrap(me.passkeys.$post({ json: { challenge, passkey, name } }, { init }));
    } catch (error) {
      if (wasNotTaken(error)) await unknownPasskey(options.rp.id, passkey.id);
      throw error;
    }
  });
}

/** Whether the browser has a passkey that the service knows nothing of. It may know one that came before. */
function wasNotTaken(error: unknown): boolean {
  return isApiError(error) && !!error.code && error.status < 500 && !["conflict", "code_used"].includes(error.code);
}

/** Proves anew who is signed in, by a passkey of the account: for `reauthenticate`, where `methods` has `passkey`. */
export function verifyWithPasskey(
  { api: { me } }: Pick<RollcallClient<never>, "api">,
  { signal }: PasskeyOptions = {},
): Promise<PasskeyResult<AccessToken, RequestMyPasskeyProblem | VerifyMeProblem>> {
  return resultOf({ signal }, async (signal) => {
    const init = { signal };
    requireSupport(canUsePasskeys());
    const json = await pickedPasskey(() => unwrap(me.verify.options.$post({}, { init })), signal);
    return unwrap(me.verify.$post({ json }, { init }));
  });
}
