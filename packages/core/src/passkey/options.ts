import { type Challenge, challengeLifetime, type FactorSlice, type PasskeyEntry } from "../factor/index.ts";
import { RollcallError } from "../kernel/errors.ts";
import type { PasskeySettings } from "../kernel/settings.ts";
import { only, type UserDocument } from "../user/index.ts";
import { algorithms } from "./algorithms.ts";
import type { CreationOptions, RequestOptions } from "./passkey.schema.ts";

/** What {@link requestOptions} looks at, and whether the account is what it was. */
export const withPasskeys = { ...only(), factors: 1, credentialVersion: 1 } as const;

/** Milliseconds: no longer than the challenge can be met. */
const timeout = challengeLifetime * 1_000;

/**
 * What a browser asks a passkey for an assertion with.
 * @param account whose passkeys may answer; null for any that knows whose it is (a discoverable one), which then has to make sure who
 *   its user is, as there is no other proof
 * @throws RollcallError `conflict` where the account has none: an empty list would ask for any
 */
export function requestOptions(
  { rpId }: PasskeySettings,
  account: FactorSlice | null,
  { id: challenge }: Challenge,
): RequestOptions {
  const allowCredentials = account ? descriptorsOf(account) : [];
  if (account && allowCredentials.length === 0) {
    throw new RollcallError("conflict", { detail: "The account has no passkey." });
  }
  return { challenge, timeout, rpId, allowCredentials, userVerification: account ? "preferred" : "required" };
}

/** What a browser has a passkey made with. Those that the account has are excluded: one authenticator makes no second one. */
export function creationOptions(
  { rpId }: PasskeySettings,
  { _id, email, name, ...factors }: UserDocument,
  { id: challenge }: Challenge,
): CreationOptions {
  return {
    rp: { id: rpId, name: rpId },
    user: { id: userHandleOf(_id), name: email, displayName: name ?? email },
    challenge,
    pubKeyCredParams: Object.values(algorithms).map((alg) => ({ type: "public-key", alg })),
    timeout,
    excludeCredentials: descriptorsOf(factors),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    attestation: "none",
  };
}

const descriptorsOf = (account: FactorSlice) =>
  passkeysOf(account).map(([, { credentialId: id, transports }]) => ({ type: "public-key" as const, id, transports }));

/** The passkeys of an account with their ids. */
export function passkeysOf({ factors = {} }: FactorSlice): [id: string, passkey: PasskeyEntry][] {
  return Object.entries(factors).flatMap(([id, factor]) =>
    factor.type === "passkey" ? [[id, factor] satisfies [string, PasskeyEntry]] : [],
  );
}

/** What a passkey keeps of whose it is (WebAuthn Level 3 section 5.4.3): the account's id, which says nothing of its owner. */
export const userHandleOf = (userId: string): string => Buffer.from(userId).toString("base64url");
