import { unwrap } from "../api/error.ts";
import type {
  CompleteSignInProblem,
  RequestPasskeyAsSecondFactorProblem,
  RequestPasskeyProblem,
  SignedIn,
  SignInWithPasskeyProblem,
} from "../api/routes.ts";
import type { RollcallClient } from "../client.ts";
import { autofilledPasskey, passkeyFor, pickedPasskey } from "./request.ts";
import { type PasskeyOptions, type PasskeyResult, resultOf } from "./result.ts";
import { canAutofillPasskeys, canUsePasskeys, requireSupport } from "./support.ts";

/** Any client: none of this may want a new proof. */
type Client = Pick<RollcallClient<never>, "api">;

export interface PasskeySignInOptions extends PasskeyOptions {
  /**
   * Opens no dialog, but has the browser offer passkeys in a field with `autocomplete="username webauthn"`, and waits until one is
   * picked, `signal` is aborted or anything else is asked for. Begin it as soon as the page is shown.
   */
  autofill?: boolean | undefined;
}

/** Signs in with a passkey, which says whose it is. The client is signed in then, as after every other way to sign in. */
export function signInWithPasskey(
  { api: { auth } }: Client,
  { autofill = false, signal }: PasskeySignInOptions = {},
): Promise<PasskeyResult<SignedIn, RequestPasskeyProblem | SignInWithPasskeyProblem>> {
  return resultOf({ signal, isAutofill: autofill }, async (signal) => {
    const init = { signal };
    const request = () => unwrap(auth.passkey.options.$post({ json: {} }, { init }));
    requireSupport(autofill ? await canAutofillPasskeys() : canUsePasskeys());
    const json = await (autofill ? autofilledPasskey(request, signal) : pickedPasskey(request, signal));
    return unwrap(auth.passkey.$post({ json }, { init }));
  });
}

/** Completes a sign-in that was answered with `second_factor_required`, by a passkey of the account. */
export function answerWithPasskey(
  { api: { auth } }: Client,
  mfaToken: string,
  { signal }: PasskeyOptions = {},
): Promise<PasskeyResult<SignedIn, RequestPasskeyAsSecondFactorProblem | CompleteSignInProblem>> {
  return resultOf({ signal }, async (signal) => {
    const init = { signal };
    requireSupport(canUsePasskeys());
    const { options } = await unwrap(auth.mfa.passkey.$post({ json: { mfaToken } }, { init }));
    const passkey = await passkeyFor(options, signal);
    return unwrap(auth.mfa.$post({ json: { mfaToken, passkey } }, { init }));
  });
}
