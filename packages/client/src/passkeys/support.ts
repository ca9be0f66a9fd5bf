import { BrowserRefusal } from "./ceremony.ts";

/** Whether this browser has passkeys, on this page: not on one that is served without HTTPS, but for localhost. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === "function" && typeof navigator.credentials?.get === "function";
}

/** Whether it offers them among what it fills in: in a field with `autocomplete="username webauthn"`. */
export async function canAutofillPasskeys(): Promise<boolean> {
  try {
    return canUsePasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable());
  } catch {
    return false; // Older ones cannot even be asked.
  }
}

/** @throws BrowserRefusal unless this is so */
export function requireSupport(isSupported: boolean): void {
  const name = "NotSupportedError";
  if (!isSupported) throw new BrowserRefusal(Object.assign(new Error("This browser does not do that"), { name }));
}
