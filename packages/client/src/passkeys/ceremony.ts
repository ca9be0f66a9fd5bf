import { unlessAborted, wait } from "../session/time.ts";

/** What a browser has refused, or has not done: `cause` is what it says of that. */
export class BrowserRefusal extends Error {
  constructor(cause: unknown) {
    super("The browser has refused", { cause });
  }
}

/** What the browser is busy with: it would refuse something else meanwhile. */
let pending: { stop(): void; ended: Promise<unknown> } | undefined;

/** Milliseconds that what was stopped may take to end. Some browsers refuse the next thing until then. */
const patience = 500;

/**
 * Has the browser do something with passkeys, after it has stopped what it was asked for before.
 * @throws BrowserRefusal
 */
export async function ceremony<T>(signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // What has ended before its turn ends nothing.
  signal.throwIfAborted();
  const before = pending;
  before?.stop();
  const [controller, release] = follower(signal);
  const running = (async () => {
    if (before) await Promise.race([before.ended, wait(patience)]);
    controller.signal.throwIfAborted();
    return begin(controller.signal);
  })();
  const mine = { stop: () => controller.abort(), ended: running.catch(() => {}) };
  pending = mine;
  try {
    // What a password manager does in the browser's place may go on for all that a signal says.
    return await unlessAborted(running, controller.signal);
  } catch (error) {
    throw new BrowserRefusal(error);
  } finally {
    release();
    if (pending === mine) pending = undefined;
  }
}

/** What is aborted with a signal, or by itself, and what ends that. `AbortSignal.any` is younger than some browsers. */
export function follower(signal: AbortSignal | undefined): [controller: AbortController, release: () => void] {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  return [controller, () => signal?.removeEventListener("abort", abort)];
}
