import { ApiError } from "@rollcall/client";

const words: Record<string, string> = {
  invalid_credentials: "The address or the password is not right.",
  email_taken: "There is an account with this address. Sign in instead.",
  registration_closed: "New accounts are made by an administrator.",
};

const failed = "The service cannot do this now. Try again later.";

/** An error in words for people. */
export function explain(error: unknown): string {
  // What fetch throws without a network.
  if (error instanceof TypeError) return "There is no connection to the service. Try again.";
  return (error instanceof ApiError && words[error.code ?? ""]) || failed;
}

/** Whether it is the input that is refused: what is wrong stands at each field. */
export const isAboutFields = (error: unknown) => error instanceof ApiError && error.issues.length > 0;

/** What is wrong with one field, as the service says it. */
export function issueOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.issues.find(({ path }) => path[0] === field)?.message;
}
