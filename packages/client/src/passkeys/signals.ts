import { isApiError, unwrap } from "../api/error.ts";
import type { Api, RequestOptions } from "../api/routes.ts";
import type { RollcallClient } from "../client.ts";
import { encode } from "./encoding.ts";

/*
 * What a browser tells the password manager of passkeys that are gone (WebAuthn Level 3 section 5.1.10), where it does: it then offers
 * them no more. Only what is certain is told: a sign-in that is refused says nothing of the passkey.
 */

type Signals = Partial<Pick<typeof PublicKeyCredential, "signalUnknownCredential" | "signalAllAcceptedCredentials">>;

const signals = (): Signals => (typeof PublicKeyCredential === "function" ? PublicKeyCredential : {});

/** The service did not take a passkey that was made for it. */
export async function unknownPasskey(rpId: string, credentialId: string): Promise<void> {
  await signals()
    .signalUnknownCredential?.({ rpId, credentialId })
    .catch(() => {});
}

/**
 * Tells the browser which passkeys the account that is signed in has, so that it offers no others of it: for after one was removed. Does
 * nothing where the browser would not pass it on. Rejects, as `unwrap` does, where the service does not say.
 */
export async function forgetRemovedPasskeys({
  api,
  session: { state },
}: Pick<RollcallClient<never>, "api" | "session">): Promise<void> {
  if (!signals().signalAllAcceptedCredentials || state.status !== "signed-in") return;
  const { rpId, allowCredentials } = await optionsOf(api);
  const userId = encode(new TextEncoder().encode(state.userId));
  const allAcceptedCredentialIds = allowCredentials.map(({ id }) => id);
  await signals()
    .signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds })
    .catch(() => {});
}

/** For the account's passkeys, or for those of everybody, which names none, where it has none. */
async function optionsOf({ auth, me }: Api<never>): Promise<RequestOptions> {
  try {
    return (await unwrap(me.verify.options.$post())).options;
  } catch (error) {
    if (!isApiError(error) || error.code !== "conflict") throw error;
    return (await unwrap(auth.passkey.options.$post({ json: {} }))).options;
  }
}
