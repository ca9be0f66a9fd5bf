import {
  anonymousRequestSchema,
  attestationResponseSchema,
  attestationSchema,
  authenticatorSelectionSchema,
  challengeTokenSchema,
  creationOptionsSchema,
  credentialDescriptorSchema,
  halfSignInSchema,
  keyAlgorithmSchema,
  newPasskeySchema,
  passkeyOfferSchema,
  passkeyOwnerSchema,
  passkeyRequestSchema,
  passkeySignInSchema,
  relyingPartySchema,
  requestOptionsSchema,
  secondFactorRequestSchema,
} from "@rollcall/core";
import type { CreationOptions, RequestOptions } from "@rollcall/core/passkey";
import { ada, assertion, attestation, challenge, challengeToken, credentialId, mfaToken, userHandle } from "../cast.ts";
import { note, noteOnValue } from "../note.ts";

const toBeSigned = "256 random bits in base64url, which the passkey signs.";
const timeout = "Milliseconds that the browser waits at most.";
const forGet = "For `navigator.credentials.get()`, by `PublicKeyCredential.parseRequestOptionsFromJSON()`.";
const forCreate = "For `navigator.credentials.create()`, by `PublicKeyCredential.parseCreationOptionsFromJSON()`.";

const descriptor: RequestOptions["allowCredentials"][number] = {
  type: "public-key",
  id: credentialId,
  transports: ["internal", "hybrid"],
};

const requestOptions: RequestOptions = {
  challenge,
  timeout: 300_000,
  rpId: "example.com",
  allowCredentials: [],
  userVerification: "required",
};

const creationOptions: CreationOptions = {
  rp: { id: "example.com", name: "example.com" },
  user: { id: userHandle, name: ada.email, displayName: ada.name ?? ada.email },
  challenge,
  pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
  timeout: 300_000,
  excludeCredentials: [descriptor],
  authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  attestation: "none",
};

export const passkeyNotes = [
  noteOnValue(
    challengeTokenSchema,
    "Goes back with what a passkey makes of `options`: good once, for 5 minutes.",
    challengeToken,
  ),
  note(credentialDescriptorSchema, {
    id: "CredentialDescriptor",
    description: "PublicKeyCredentialDescriptorJSON of WebAuthn Level 3.",
    properties: {
      type: "Always `public-key`.",
      id: "The credential's id.",
      transports: "How a browser can reach it, as it said when the passkey was made.",
    },
    example: descriptor,
  }),
  note(requestOptionsSchema, {
    id: "RequestOptions",
    description: "PublicKeyCredentialRequestOptionsJSON of WebAuthn Level 3.",
    properties: {
      challenge: toBeSigned,
      timeout,
      rpId: "The domain that passkeys are bound to: RP_ID.",
      allowCredentials: "Which passkeys may answer. None is named where any may that knows whose it is.",
      userVerification: "Whether the passkey has to make sure who its user is.",
    },
    example: requestOptions,
  }),
  note(relyingPartySchema, {
    properties: { id: "The domain that passkeys are bound to: RP_ID.", name: "The same, for browsers to show." },
  }),
  note(passkeyOwnerSchema, {
    properties: {
      id: "base64url of the account's id.",
      name: "The account's address.",
      displayName: "Its owner's name, or the address again.",
    },
  }),
  note(keyAlgorithmSchema, {
    properties: { type: "Always `public-key`.", alg: "Its COSE number: -8 is EdDSA, -7 is ES256, -257 is RS256." },
  }),
  note(authenticatorSelectionSchema, {
    properties: {
      residentKey: "Where it can, the passkey remembers whose it is, so that it can sign in alone.",
      userVerification: "Where it can, it makes sure who its user is.",
    },
  }),
  note(creationOptionsSchema, {
    id: "CreationOptions",
    description: "PublicKeyCredentialCreationOptionsJSON of WebAuthn Level 3.",
    properties: {
      rp: "For whom it is made.",
      user: "Whose it is.",
      challenge: toBeSigned,
      pubKeyCredParams: "The algorithms that it may sign with, the best first.",
      timeout,
      excludeCredentials: "The passkeys that the account has: none of them makes another one.",
      authenticatorSelection: "What kind of passkey is wanted.",
      attestation: "Which maker the authenticator is of is not asked.",
    },
    example: creationOptions,
  }),
  note(passkeyRequestSchema, {
    id: "PasskeyRequest",
    description: "What a passkey is asked with.",
    properties: { options: forGet, challenge: "For the request that brings the answer." },
    example: { options: requestOptions, challenge: challengeToken },
  }),
  note(secondFactorRequestSchema, {
    id: "SecondFactorRequest",
    description: "What a passkey is asked with as a second factor.",
    properties: { options: forGet },
    example: { options: { ...requestOptions, allowCredentials: [descriptor], userVerification: "preferred" } },
  }),
  note(passkeyOfferSchema, {
    id: "PasskeyOffer",
    description: "What a new passkey is made with.",
    properties: { options: forCreate, challenge: "For POST /me/passkeys." },
    example: { options: creationOptions, challenge: challengeToken },
  }),
  note(anonymousRequestSchema, { properties: {}, example: {} }),
  note(halfSignInSchema, {
    properties: { mfaToken: "From the answer `second_factor_required`." },
    example: { mfaToken },
  }),
  note(passkeySignInSchema, {
    properties: {
      challenge: "From POST /auth/passkey/options.",
      passkey:
        "What a browser's passkey has answered: `PublicKeyCredential.toJSON()` of `navigator.credentials.get()`.",
    },
    example: { challenge: challengeToken, passkey: assertion },
  }),
  note(attestationResponseSchema, {
    properties: {
      clientDataJSON: "What the browser says that it was asked for: base64url.",
      attestationObject: "The new public key, and what the authenticator says of itself: base64url.",
      transports: "How the browser can reach the passkey later.",
    },
  }),
  note(attestationSchema, {
    id: "Attestation",
    description: "RegistrationResponseJSON of WebAuthn Level 3. What else a browser says in it is passed over.",
    properties: {
      id: "The credential's id.",
      rawId: "The same.",
      type: "Always `public-key`.",
      response: "The new passkey.",
    },
    example: attestation,
  }),
  note(newPasskeySchema, {
    properties: {
      challenge: "From POST /me/passkeys/options.",
      passkey:
        "The passkey that a browser has had made: `PublicKeyCredential.toJSON()` of `navigator.credentials.create()`.",
      name: "A name for it: `Passkey` without one.",
    },
    example: { challenge: challengeToken, passkey: attestation, name: "Laptop" },
  }),
];
