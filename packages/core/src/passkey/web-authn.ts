import { decodeCBOR, encodeCBOR } from "@levischuck/tiny-cbor";
import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Context } from "../context.ts";
import type { Assertion, Attestation, PasskeyEntry } from "../factor/index.ts";
import { algorithms } from "./algorithms.ts";
import { type ClientData, isBoundToConnection, isOfTopPage, readClientData } from "./client-data.ts";
import { isUsable } from "./public-key.ts";

/* The one file that knows the library, which weighs something: it is imported when a passkey has answered. */

/** What an authenticator says of itself and its user, once it is believed. */
interface Seen {
  /** Whether it has made sure who its user is. */
  isUserVerified: boolean;
  counter: number;
  isBackedUp: boolean;
}

/** Of a new passkey. */
export interface NewCredential extends Seen, Pick<PasskeyEntry, "credentialId" | "publicKey" | "isBackupEligible"> {}

/** Bytes of a COSE_Key: enough for RSA with 4,096 bits. */
const maxPublicKey = 1_024;

type By = Pick<Context, "settings" | "notice">;

/**
 * Holds an assertion against the passkey that is to have made it (WebAuthn Level 3 section 7.2): all but the counter, which the caller judges.
 * @param challenge what the passkey was asked to sign
 * @returns null where it is not good, for whatever reason
 */
export function verifyAssertion(
  by: By,
  challenge: string,
  { response: { userHandle: _, ...response }, ...assertion }: Assertion,
  { credentialId, publicKey, isBackupEligible }: PasskeyEntry,
): Promise<Seen | null> {
  return orNull(async () => {
    if (!isFromOurPage(by, response.clientDataJSON)) return null;
    const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
      response: { ...assertion, response, clientExtensionResults: {} },
      credential: { id: credentialId, publicKey: bytesOf(publicKey), counter: 0 },
      ...expected(by, challenge),
    });
    // A passkey that was made to stay on one device does not leave it later (section 6.1.3).
    if (!verified || isEligible(info) !== isBackupEligible) return null;
    return { isUserVerified: info.userVerified, counter: info.newCounter, isBackedUp: info.credentialBackedUp };
  });
}

/**
 * The credential that an authenticator has made (WebAuthn Level 3 section 7.1).
 * @param challenge what it was asked to answer
 * @returns null where it is not good, for whatever reason
 */
export function verifyAttestation(
  by: By,
  challenge: string,
  { response, ...attestation }: Attestation,
): Promise<NewCredential | null> {
  return orNull(async () => {
    const { clientDataJSON } = response;
    if (!isFromOurPage(by, clientDataJSON)) return null;
    const attestationObject = withoutCertificates(response.attestationObject);
    const { registrationInfo: info } = await verifyRegistrationResponse({
      response: { ...attestation, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      supportedAlgorithmIDs: Object.values(algorithms),
      ...expected(by, challenge),
    });
    if (!info || info.credential.id !== attestation.id) return null;
    const { publicKey, counter } = info.credential;
    if (publicKey.length > maxPublicKey || !isUsable(publicKey)) return null;
    return {
      credentialId: attestation.id,
      publicKey: Buffer.from(publicKey).toString("base64url"),
      counter,
      isUserVerified: info.userVerified,
      isBackupEligible: isEligible(info),
      isBackedUp: info.credentialBackedUp,
    };
  });
}

/** Whatever is thrown here, also for want of stack in what is nested without end, is about what was sent. */
async function orNull<T>(verify: () => Promise<T | null>): Promise<T | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

function expected({ settings: { passkeys } }: By, challenge: string) {
  return {
    expectedChallenge: challenge,
    expectedOrigin: [...passkeys.origins],
    expectedRPID: passkeys.rpId,
    // Where it is wanted, whoever asked for it sees to it.
    requireUserVerification: false,
  };
}

/** What the log names of a page: an origin, or an app's. Whoever asks writes it, so what is neither stays out. */
const originName = /^[\x21-\x7e]{1,299}$/;

/** An operator who has forgotten one of their pages finds that in the log. */
function isFromOurPage({ settings, notice }: By, clientDataJSON: string): boolean {
  const clientData = readClientData(clientDataJSON);
  const isOurs = settings.passkeys.origins.some((origin) => origin === clientData.origin);
  if (!isOurs) notice({ type: "passkey.foreign_origin", ...named(clientData) });
  return isOurs && isOfTopPage(clientData) && !isBoundToConnection(clientData);
}

function named({ origin }: ClientData) {
  return typeof origin === "string" && originName.test(origin) ? { origin } : {};
}

/**
 * What an authenticator says of its own make by a certificate is left out, as browsers do where nobody has asked for it, and is not looked at. What
 * it has signed with the new key itself stays, and has to be right. Nothing may follow the object.
 */
function withoutCertificates(attestationObject: string): string {
  const object = decodeCBOR(bytesOf(attestationObject));
  if (!(object instanceof Map)) throw new Error("Is no attestation object");
  const statement = object.get("attStmt");
  const isOwn = object.get("fmt") === "packed" && statement instanceof Map && !statement.has("x5c");
  if (isOwn || object.get("fmt") === "none") return attestationObject;
  const authData = object.get("authData");
  const bare = new Map<string, unknown>([
    ["fmt", "none"],
    ["attStmt", new Map()],
    ["authData", authData],
  ]);
  return Buffer.from(encodeCBOR(bare as Parameters<typeof encodeCBOR>[0])).toString("base64url");
}

/** In a buffer of their own: the library reads from the beginning of it. */
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "base64url"));

const isEligible = ({ credentialDeviceType }: { credentialDeviceType: string }) =>
  credentialDeviceType === "multiDevice";
