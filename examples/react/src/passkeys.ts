import type { Problem } from "@rollcall/client";
import type { PasskeyFailure, PasskeyResult } from "@rollcall/client/passkeys";

/** Why nothing has come of a passkey: in the browser, or at the service. */
export class PasskeyError extends Error {
  readonly code: PasskeyFailure | Problem["code"];
  readonly retryAfter: number | undefined;

  constructor(code: PasskeyError["code"], retryAfter?: number) {
    super(`No passkey (${code})`);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What has come of a passkey, as forms take it. @throws PasskeyError */
export function answerOf<Answer>(result: PasskeyResult<Answer>): Answer {
  if (result.ok) return result.answer;
  if (result.reason !== "refused") throw new PasskeyError(result.reason);
  throw new PasskeyError(result.problem.code, result.problem.retryAfter);
}
