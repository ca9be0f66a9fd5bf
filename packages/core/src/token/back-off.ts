import type { Clock } from "../kernel/clock.ts";

/** Seconds for which a source is left alone after its first failure; each further one doubles them. */
const firstPause = 1;
const longestPause = 30;
/** Seconds for which it is left alone at most when it says itself for how long. */
const longestRequest = 300;

/** A failure of a source, which may say after how many seconds another try makes sense. */
export class SourceError extends Error {
  override readonly name = "SourceError";
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
    if (last && Math.abs(clock.now().getTime() - last.at.getTime()) < last.pause * 1000) throw last.error;
    try {
      const answer = await ask();
      failures = 0;
      last = undefined;
      return answer;
    } catch (error) {
      last = { error, at: clock.now(), pause: pauseAfter(++failures, error) };
      throw error;
    }
  };
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
