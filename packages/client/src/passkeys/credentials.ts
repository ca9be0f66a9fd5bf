import type { Assertion, Attestation, CreationOptions, RequestOptions } from "../api/routes.ts";
import { decode, encode } from "./encoding.ts";

/*
 * What a service writes as JSON, as browsers take it, and back (WebAuthn Level 3 sections 5.1.8 to 5.1.10). Browsers of the last two
 * years do that themselves; and what password managers answer in their place may have no `toJSON`, or one that throws.
 */

type Parsers = Partial<
  Pick<typeof PublicKeyCredential, "parseRequestOptionsFromJSON" | "parseCreationOptionsFromJSON">
>;

/** Has the user choose a passkey, which signs the challenge. */
export async function getPasskey(
  options: RequestOptions,
  request: { signal: AbortSignal; mediation?: "conditional" },
): Promise<Assertion> {
  const credential = chosen(await navigator.credentials.get({ publicKey: forBrowser(options), ...request }));
  return toJson<Assertion>(credential, () => {
    const { clientDataJSON, authenticatorData, signature, userHandle } =
      credential.response as AuthenticatorAssertionResponse;
    return {
      clientDataJSON: encode(clientDataJSON),
      authenticatorData: encode(authenticatorData),
      signature: encode(signature),
      userHandle: userHandle && encode(userHandle),
    };
  });
}

/** Has the user make a passkey. */
export async function makePasskey(options: CreationOptions, signal: AbortSignal): Promise<Attestation> {
  const credential = chosen(await navigator.credentials.create({ publicKey: forBrowserToMake(options), signal }));
  return toJson<Attestation>(credential, () => {
    const response = credential.response as AuthenticatorAttestationResponse;
    const transports = transportsOf(response);
    return {
      clientDataJSON: encode(response.clientDataJSON),
      attestationObject: encode(response.attestationObject),
      ...(transports && { transports }),
    };
  });
}

function chosen(credential: Credential | null): PublicKeyCredential {
  if (!credential) throw new DOMException("The browser has answered with nothing", "NotAllowedError");
  return credential as PublicKeyCredential;
}

function toJson<Json extends Assertion | Attestation>(
  credential: PublicKeyCredential,
  byHand: () => Json["response"],
): Json {
  try {
    return credential.toJSON() as object as Json;
  } catch {
    const id = encode(credential.rawId);
    return { id, rawId: id, type: "public-key", response: byHand() } as Json;
  }
}

function transportsOf(response: AuthenticatorAttestationResponse): string[] | undefined {
  try {
    return response.getTransports();
  } catch {
    return undefined;
  }
}

function forBrowser(options: RequestOptions): PublicKeyCredentialRequestOptions {
  const native = (PublicKeyCredential as Parsers).parseRequestOptionsFromJSON?.(options);
  const { challenge, allowCredentials } = options;
  return native ?? { ...options, challenge: decode(challenge), allowCredentials: withIds(allowCredentials) };
}

function forBrowserToMake(options: CreationOptions): PublicKeyCredentialCreationOptions {
  const native = (PublicKeyCredential as Parsers).parseCreationOptionsFromJSON?.(options);
  const { challenge, user, excludeCredentials } = options;
  return (
    native ?? {
      ...options,
      challenge: decode(challenge),
      user: { ...user, id: decode(user.id) },
      excludeCredentials: withIds(excludeCredentials),
    }
  );
}

const withIds = (list: RequestOptions["allowCredentials"]) =>
  list.map(({ type, id, transports }) => ({
    type,
    id: decode(id),
    transports: transports as AuthenticatorTransport[],
  }));
