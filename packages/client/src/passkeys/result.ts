import { isApiError } from "../api/error.ts";
import type { Problem } from "../api/routes.ts";
import { BrowserRefusal, follower } from "./ceremony.ts";

/**
 * Why a browser has not done what was asked of it:
 * - `cancelled`: your signal was aborted, or something else was asked for after this. Browsers do one thing at a time.
 * - `not_allowed`: the user has closed the dialog or let the time pass, or has no passkey that will do. Browsers do not tell which.
 * - `not_supported`: it has no passkeys, or none of the kind that is wanted.
 * - `already_registered`: the device, or the password manager, has a passkey of this account.
 * - `security`: the page is at no address that the service's passkeys are for (RP_ID), or is not served by HTTPS.
 * - `failed`: anything else.
 */
export type PasskeyFailure =
  | "cancelled"
  | "not_allowed"
  | "not_supported"
  | "already_registered"
  | "security"
  | "failed";

/** What has come of a passkey: what the service answered, or why it has refused, or why the browser has, which `error` says more of. */
export type PasskeyResult<Answer, Refusal extends Problem = Problem> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly reason: "refused"; readonly problem: Refusal }
  | { readonly ok: false; readonly reason: PasskeyFailure; readonly error: unknown };

export interface PasskeyOptions {
  /** Aborted, it ends what was asked for at any moment. The result is `cancelled`. */
  signal?: AbortSignal | undefined;
}

/** By the names of errors in WebAuthn Level 3 (sections 5.1.3 and 5.1.4). */
const failures: Readonly<Record<string, PasskeyFailure>> = {
  AbortError: "cancelled",
  NotAllowedError: "not_allowed",
  NotSupportedError: "not_supported",
  ConstraintError: "not_supported",
  InvalidStateError: "already_registered",
  SecurityError: "security",
};

/** What waits, perhaps for long, until a passkey is picked. Whatever is asked for next ends it, also before the browser is asked. */
let autofill: AbortController | undefined;

/**
 * What a task comes to. A task may ask for a new proof in the middle, by another passkey, and so is not ended by the next one as long as
 * the browser is not busy with it.
 *
 * Rejects, as `unwrap` does, where the service cannot be reached or something else answers in its place.
 */
export async function resultOf<Answer, Refusal extends Problem>(
  { signal, isAutofill = false }: PasskeyOptions & { isAutofill?: boolean },
  task: (signal: AbortSignal) => Promise<Answer>,
): Promise<PasskeyResult<Answer, Refusal>> {
  const [mine, release] = follower(signal);
  autofill?.abort();
  autofill = isAutofill ? mine : undefined;
  try {
    return { ok: true, answer: await task(mine.signal) };
  } catch (error) {
    if (mine.signal.aborted) return { ok: false, reason: "cancelled", error: mine.signal.reason };
    if (isApiError<Refusal>(error) && error.problem) return { ok: false, reason: "refused", problem: error.problem };
    if (!(error instanceof BrowserRefusal)) throw error;
    return { ok: false, reason: failures[Object(error.cause).name] ?? "failed", error: error.cause };
  } finally {
    release();
    if (autofill === mine) autofill = undefined;
  }
}
