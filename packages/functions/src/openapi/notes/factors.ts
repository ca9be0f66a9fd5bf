import {
  addedPasskeySchema,
  assertionResponseSchema,
  assertionSchema,
  authenticatorAppProofSchema,
  authenticatorAppSchema,
  confirmedAppSchema,
  factorEditSchema,
  factorIdSchema,
  factorListSchema,
  factorRemovalSchema,
  factorSchema,
  keepFactorsSchema,
  pendingFactorRemovalSchema,
  recoveryCodesSchema,
  secondFactorSchema,
  verificationSchema,
} from "@rollcall/core";
import { app, assertion, mfaToken, oneTimeToken, passkey, password, recoveryCodes } from "../cast.ts";
import { note, noteOnValue } from "../note.ts";

const code = "The six digits that an authenticator app shows, with a blank in between or without.";
const recoveryCode = "A recovery code, in any case, with or without what separates its groups.";
const codes = "Ten codes, each good once in place of a factor, shown this one time. Only with the first factor.";
const asked = "What a browser's passkey has answered: `PublicKeyCredential.toJSON()` of `navigator.credentials.get()`.";

const factorProperties = {
  id: "The factor's id.",
  type: "`totp`: an authenticator app. `passkey`: a passkey or a security key.",
  name: "The owner's name for it.",
  createdAt: "When it was set up.",
  lastUsedAt: "When it was last used; null when it never was.",
  backedUp: "Of a passkey: whether it is on other devices as well, or kept by whoever makes them.",
};

export const factorNotes = [
  noteOnValue(factorIdSchema, "The factor's id.", app.id),
  note(factorSchema, {
    id: "Factor",
    description: "What its owner proves who they are with, beside a password or a mailbox.",
    properties: factorProperties,
    example: app,
  }),
  note(factorListSchema, {
    id: "FactorList",
    description: "All factors of an account.",
    properties: {
      items: "The oldest first: 5 apps and 20 passkeys at most.",
      recoveryCodesLeft: "How many recovery codes have not been used.",
      removesAt:
        "When all of them will be removed, as an administrator has asked, unless the owner stops it: by the link of the mail, or by proving one. Null otherwise.",
    },
    example: { items: [app, passkey], recoveryCodesLeft: 9, removesAt: null },
  }),
  note(factorRemovalSchema, {
    properties: { reason: "Why, for the audit trail. The owner reads it, too: nothing about anybody else." },
    example: { reason: "Lost the phone; identified by video call, case 4711" },
  }),
  note(pendingFactorRemovalSchema, {
    id: "PendingFactorRemoval",
    description: "The owner can still stop it.",
    properties: { removesAt: "When the factors will be removed." },
    example: { removesAt: "2026-03-14T08:02:19.446Z" },
  }),
  note(keepFactorsSchema, {
    properties: { token: "The token of the mail's link: all that stands behind `#token=`." },
    example: { token: oneTimeToken },
  }),
  note(authenticatorAppSchema, {
    id: "AuthenticatorApp",
    description: "What an authenticator app has to be given. It is a factor once its first code has come.",
    properties: {
      id: "For the confirmation.",
      secret: "160 bits in base32, to be typed by hand.",
      uri: "The same with all that goes with it (`otpauth:`), to be shown as a QR code.",
    },
    example: {
      id: app.id,
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      uri: "otpauth://totp/example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=example.com&algorithm=SHA1&digits=6&period=30",
    },
  }),
  note(authenticatorAppProofSchema, {
    properties: {
      id: "From POST /me/factors/totp.",
      code,
      name: "A name for the app: `Authenticator app` without one.",
    },
    example: { id: app.id, code: "492039", name: "Phone" },
  }),
  note(confirmedAppSchema, {
    id: "ConfirmedApp",
    description: "The app is a factor.",
    properties: { recoveryCodes: codes },
    example: { recoveryCodes },
  }),
  note(addedPasskeySchema, {
    id: "AddedPasskey",
    description: "A new passkey.",
    properties: { ...factorProperties, recoveryCodes: codes },
    example: { ...passkey, recoveryCodes },
  }),
  note(factorEditSchema, { properties: { name: "Another name for it." }, example: { name: "Old phone" } }),
  note(recoveryCodesSchema, {
    id: "RecoveryCodes",
    description: "Codes that stand in for a factor that is lost.",
    properties: { recoveryCodes: "Ten codes, each good once, shown this one time." },
    example: { recoveryCodes },
  }),
  note(assertionResponseSchema, {
    properties: {
      clientDataJSON: "What the browser says that it was asked for: base64url.",
      authenticatorData: "What the authenticator says of itself and of its user: base64url.",
      signature: "Its signature of both: base64url.",
      userHandle: "Whose passkey it is, where the authenticator knows: base64url of the account's id.",
    },
  }),
  note(assertionSchema, {
    id: "Assertion",
    description: "AuthenticationResponseJSON of WebAuthn Level 3. What else a browser says in it is passed over.",
    properties: {
      id: "The credential's id.",
      rawId: "The same.",
      type: "Always `public-key`.",
      response: "What the authenticator has signed.",
    },
    example: assertion,
  }),
  note(secondFactorSchema, {
    properties: { mfaToken: "From the answer `second_factor_required`.", code, recoveryCode, passkey: asked },
    example: { mfaToken, code: "492039" },
  }),
  note(verificationSchema, {
    properties: {
      password: "The current password. In a session of two factors it is not enough.",
      code,
      recoveryCode,
      passkey: asked,
      challenge: "With `passkey`: from POST /me/verify/options.",
    },
    example: { password },
  }),
];
