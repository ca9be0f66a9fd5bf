import { ApiError } from "@rollcall/client";
import { PasskeyError } from "./passkeys.ts";

const words: Record<string, string> = {
  invalid_credentials: "The address or the password is not right.",
  email_taken: "There is an account with this address. Sign in instead.",
  registration_closed: "New accounts are made by an administrator.",
  code_expired: "This is not good any more: it is too old, or a newer mail has taken its place.",
  code_used: "This was used before, and works only once.",
  limit_reached: "There have been too many changes of late. Try again in a few days.",
  reauthentication_required: "Nothing was done, because you have not proved that it is still you.",
  enrollment_required: "Set up a second factor first, an authenticator app or a passkey.",
  email_not_verified: "Confirm your address first.",
  conflict: "You are the last administrator, and have to stay until there is another.",
  not_allowed: "No passkey was used. Try again, or another way.",
  not_supported: "There are no passkeys in this browser. Try another way.",
  already_registered: "This device has a passkey of your account already.",
  security: "There are no passkeys at this address.",
  cancelled: "Something else was asked for in the meantime. Try again.",
};

const failed = "The service cannot do this now. Try again later.";

/**
 * An error in words for people.
 * @param here what codes mean in this place, where that is something else.
 */
export function explain(error: unknown, here: Record<string, string> = {}): string {
  // What fetch throws without a network.
  if (error instanceof TypeError) return "There is no connection to the service. Try again.";
  if (!(error instanceof ApiError || error instanceof PasskeyError)) return failed;
  if (error.code === "too_many_attempts")
    return `That was too often. Wait ${inWords(error.retryAfter)}, and try again.`;
  const code = error.code ?? "";
  return here[code] ?? words[code] ?? failed;
}

/** Whether what a mail has brought cannot be used any more, so that another mail is the way on. */
export const isGone = (error: unknown) =>
  error instanceof ApiError && (error.code === "code_expired" || error.code === "code_used");

/** Whether all that is wrong is wrong with these fields, where it then stands. */
export const isAbout = (fields: string[], error: unknown) =>
  error instanceof ApiError &&
  error.issues.length > 0 &&
  error.issues.every(({ path }) => fields.includes(`${path[0]}`));

/** What is wrong with one field, as the service says it. */
export function issueOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.issues.find(({ path }) => path[0] === field)?.message;
}

function inWords(seconds = 60): string {
  const [count, unit] = seconds < 60 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(count);
}
