import { ApiError } from "@rollcall/client";

const words: Record<string, string> = {
  invalid_credentials: "The address or the password is not right.",
  email_taken: "There is an account with this address. Sign in instead.",
  registration_closed: "New accounts are made by an administrator.",
  weak_password: "This password is easy to guess. Choose another one.",
};

const failed = "The service cannot do this now. Try again later.";

/** An error in words for people. What belongs to a field stands there, and needs none here. */
export function explain(error: unknown): string | null {
  // What fetch throws without a network.
  if (error instanceof TypeError) return "There is no connection to the service. Try again.";
  if (!(error instanceof ApiError)) return failed;
  return error.issues.length > 0 ? null : (words[error.code ?? ""] ?? failed);
}

/** What is wrong with one field, as the service says it. */
export function issueOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.issues.find(({ path }) => path[0] === field)?.message;
}
