import { join } from "node:path";
import type { LeanPackage } from "./lean-package.ts";

/**
 * What reads the certificates of authenticators' makers, which nobody asks for: packages/core/src/passkey/web-authn.ts hands on no
 * attestation that has any. With it go X.509, and most of ASN.1.
 */
const leftOut: Record<string, string> = {
  "esm/helpers/convertX509PublicKeyToCOSE.js": "convertX509PublicKeyToCOSE",
  "esm/helpers/getCertificateInfo.js": "getCertificateInfo",
  "esm/helpers/validateCertificatePath.js": "validateCertificatePath",
  "esm/helpers/validateExtFIDOGenCEAAGUID.js": "validateExtFIDOGenCEAAGUID",
  "esm/metadata/verifyAttestationWithMetadata.js": "verifyAttestationWithMetadata",
  "esm/registration/verifications/tpm/verifyAttestationTPM.js": "verifyAttestationTPM",
  "esm/registration/verifications/verifyAttestationAndroidKey.js": "verifyAttestationAndroidKey",
  "esm/registration/verifications/verifyAttestationAndroidSafetyNet.js": "verifyAttestationAndroidSafetyNet",
  "esm/registration/verifications/verifyAttestationApple.js": "verifyAttestationApple",
  "esm/registration/verifications/verifyAttestationFIDOU2F.js": "verifyAttestationFIDOU2F",
  "esm/services/metadataService.js": "MetadataService",
};

/** What verifies passkeys: see docs/decisions/0050-passkeys.md. */
export const webAuthn: LeanPackage = {
  name: "@simplewebauthn/server",
  contents: 'export { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";',
  leftOut: () => leftOut,
  replaced: {
    "esm/helpers/iso/isoCrypto/unwrapEC2Signature.js": join(import.meta.dirname, "../../vendor/ec2-signature/index.js"),
  },
};
