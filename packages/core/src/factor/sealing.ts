import type { Context } from "../context.ts";
import type { Filter, Update } from "../database/collection.ts";
import type { SealedBytes, SecretPurpose } from "../kernel/secrets.ts";
import type { FactorSlice, RecoveryCodes, TotpEntry } from "./factor.slice.ts";

/** Where in an account something is sealed under SECRET_KEY. */
export interface SealedPlace {
  path: string;
  purpose: Extract<SecretPurpose, "authenticator-app" | "recovery-code">;
  /** What it is bound to: it opens nowhere else. */
  context: string;
  sealed: SealedBytes;
}

/** The secret of an authenticator app. */
export const placeOfSecret = (
  userId: string,
  factorId: string,
  { secret }: Pick<TotpEntry, "secret">,
): SealedPlace => ({
  path: `factors.${factorId}.secret`,
  purpose: "authenticator-app",
  context: contextOfApp(userId, factorId),
  sealed: secret,
});

export const contextOfApp = (userId: string, factorId: string) => `${userId} ${factorId}`;

/** The key of an account's recovery codes. */
export const placeOfCodeKey = (userId: string, { key }: Pick<RecoveryCodes, "key">): SealedPlace => ({
  path: "recoveryCodes.key",
  purpose: "recovery-code",
  context: userId,
  sealed: key,
});

/** All that is sealed in an account. */
export function sealedPlaces({ _id, factors = {}, recoveryCodes }: FactorSlice & { _id: string }): SealedPlace[] {
  const apps = Object.entries(factors).flatMap(([id, factor]) =>
    factor.type === "totp" ? [placeOfSecret(_id, id, factor)] : [],
  );
  return recoveryCodes ? [...apps, placeOfCodeKey(_id, recoveryCodes)] : apps;
}

/** @returns null, and tells the operator, where the key that has sealed it is in SECRET_KEY no more */
export function openPlace({ secrets, notice }: Pick<Context, "secrets" | "notice">, place: SealedPlace): Buffer | null {
  const opened = secrets.open(place.purpose, place.sealed, place.context);
  if (!opened) notice({ type: "secret_key.missing" });
  return opened;
}

/** Where instances with other keys have sealed something, too. It is no key's id. */
const severalKeys = "several";

/** What every write that seals something new in an account expects and says. @param seen the account as it was read */
export function sealing(
  { secrets: { newestId } }: Pick<Context, "secrets">,
  { sealedUnder }: FactorSlice,
): { expected: Filter; update: Update } {
  const isOne = sealedUnder === undefined || sealedUnder === newestId;
  return {
    expected: { sealedUnder: sealedUnder ?? { $exists: false } },
    update: { $set: { sealedUnder: isOne ? newestId : severalKeys } },
  };
}
