import type { Clock } from "./clock.ts";

/** Seconds for which a source is left alone after its first failure; each further one doubles them. */
const firstPause = 1;
const longestPause = 30;
/** Seconds for which it is left alone at most when it says itself for how long. */
const longestRequest = 300;

/** The keys cannot be had: whether a token is good nobody can tell now. */
export class KeysUnavailableError extends Error {
  override readonly name = "KeysUnavailableError";
  /** Whole seconds after which another try makes sense: what to answer as Retry-After. */
  readonly retryAfter: number;

  constructor(message: string, { retryAfter = 1, cause }: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryAfter = Math.max(1, Math.ceil(retryAfter));
  }
}

/** A failure of the place that the keys come from. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  /** Seconds for which it asks to be left alone, or 0. */
  readonly retryAfter: number;

  constructor(message: string, { retryAfter = 0, cause }: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryAfter = retryAfter;
  }
}

/**
 * Asks a source that may be in trouble, and leaves it alone for a while when it is: until then whoever asks is told of
 * the same failure. The pauses grow, and are not the same in every process, so that all of them do not come back at once.
 */
export function withBackOff<T>(ask: () => Promise<T>, clock: Clock): () => Promise<T> {
  let failures = 0;
  let last: { error: unknown; at: Date; pause: number } | undefined;
  return async () => {
    // Whichever way the clock has been set meanwhile.
    const elapsed = last ? Math.abs(clock.now().getTime() - last.at.getTime()) / 1000 : 0;
    if (last && elapsed < last.pause) throw unavailable(last.error, last.pause - elapsed);
    // Those who ask at once fail once.
    const failuresBefore = failures;
    try {
      const answer = await ask();
      failures = 0;
      last = undefined;
      return answer;
    } catch (error) {
      failures = failuresBefore + 1;
      last = { error, at: clock.now(), pause: pauseAfter(failures, error) };
      throw unavailable(error, last.pause);
    }
  };
}

function unavailable(cause: unknown, retryAfter: number): KeysUnavailableError {
  return new KeysUnavailableError(cause instanceof Error ? cause.message : String(cause), { retryAfter, cause });
}

/** Up to a quarter of the pause is chance. */
function pauseAfter(failures: number, error: unknown): number {
  const pause = Math.min(longestPause, firstPause * 2 ** (failures - 1));
  const requested = error instanceof SourceError ? Math.min(longestRequest, error.retryAfter) : 0;
  return Math.max(requested, pause) * (1 + Math.random() / 4);
}

/** Seconds from a Retry-After field (RFC 9110 section 10.2.3): a number of them, or a date. 0 without a good one. */
export function retryAfterOf({ headers }: Response, now: Date): number {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - now.getTime()) / 1000;
  return seconds > 0 ? seconds : 0;
}
