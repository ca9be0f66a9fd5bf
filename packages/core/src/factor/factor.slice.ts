import type { SealedBytes } from "../kernel/secrets.ts";
import { defineSlice } from "../kernel/slice.ts";

interface FactorEntry {
  /** The owner's name for it. */
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** An authenticator app (RFC 6238). */
export interface TotpEntry extends FactorEntry {
  type: "totp";
  /** Its 160 bits, bound to the account and to its id. */
  secret: SealedBytes;
  /** The last time step of which a code was taken: none is taken twice, and none that is older. */
  step: number;
}

/** A credential record (WebAuthn Level 3 section 4). */
export interface PasskeyEntry extends FactorEntry {
  type: "passkey";
  /** Chosen by the authenticator, and unique over all accounts. Base64url. */
  credentialId: string;
  /** COSE_Key (RFC 9052 section 7), base64url. */
  publicKey: string;
  /** How often the authenticator says that it has signed; 0 where it does not count. */
  counter: number;
  /** How browsers can reach it, in their words. */
  transports: string[];
  /** Whether it may be copied to other devices, and whether it is. */
  isBackupEligible: boolean;
  isBackedUp: boolean;
}

export type Factor = TotpEntry | PasskeyEntry;

export interface RecoveryCodes {
  /** The key of their digests, bound to the account: who has stolen the database alone guesses at none of them. */
  key: SealedBytes;
  /** The digests of those that have not been used. */
  left: Record<string, true>;
}

/** An administrator has asked to remove all factors, and the owner can still stop it. */
export interface FactorRemoval {
  /** When they will be removed. */
  due: Date;
  /** The administrator's id. */
  by: string;
  /** In the administrator's words. */
  reason: string;
}

export interface FactorSlice {
  /** By id. */
  factors?: Record<string, Factor>;
  /** Whether there are any: for reads that want to know no more. */
  hasFactors?: true;
  /** Those of the passkeys: where no other account may have the same. Absent, not empty, as an index holds what is there. */
  credentialIds?: string[];
  recoveryCodes?: RecoveryCodes;
  /**
   * The key of SECRET_KEY that has sealed what is sealed in here: by this, sealing it under a new one finds what is left to do. Beside the
   * first factor, and gone with the last.
   */
  sealedUnder?: string;
  /** Codes of apps that were refused since a factor was proved last. */
  wrongCodes?: number;
  /** Challenges that were met, by id, until they would have expired: none is met twice. */
  metChallenges?: Record<string, Date>;
  factorRemoval?: FactorRemoval;
}

/** As a code has six digits, whoever knows the rest has this many guesses in all: waits alone would give some each day. */
export const maxWrongCodes = 50;

export const maxAuthenticatorApps = 5;
export const maxPasskeys = 20;
/** More than anybody meets before the first of them expires. */
export const maxMetChallenges = 20;

export const factorSlice = defineSlice<FactorSlice>({
  fields: {
    factors: true,
    hasFactors: true,
    credentialIds: true,
    recoveryCodes: true,
    sealedUnder: true,
    wrongCodes: true,
    metChallenges: true,
    factorRemoval: true,
  },
  empty: () => ({}),
  cap: maxAuthenticatorApps + maxPasskeys,
});
