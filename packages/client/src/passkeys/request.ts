import type { Assertion, PasskeyRequest, RequestOptions } from "../api/routes.ts";
import { unlessAborted } from "../session/time.ts";
import { ceremony, follower } from "./ceremony.ts";
import { getPasskey } from "./credentials.ts";

/** Asks for a passkey by the browser's dialog. */
export const passkeyFor = (options: RequestOptions, signal: AbortSignal): Promise<Assertion> =>
  ceremony(signal, (signal) => getPasskey(options, { signal }));

/** What goes back to the service: the passkey's answer, and the challenge that came with the options. */
export interface Answered {
  challenge: string;
  passkey: Assertion;
}

/** The same, for a request that has yet to be made. */
export async function pickedPasskey(request: () => Promise<PasskeyRequest>, signal: AbortSignal): Promise<Answered> {
  const { options, challenge } = await request();
  return { challenge, passkey: await passkeyFor(options, signal) };
}

/** Of the time that a challenge is good for, so much passes until the next one is asked for. */
const renewedAfter = 0.9;

/**
 * Waits for a passkey that is picked among what the browser fills in. The page may stay for longer than a challenge is good for: then it
 * asks for another one, while it is seen.
 * @param request has a challenge for `options.timeout` milliseconds
 */
export async function autofilledPasskey(
  request: () => Promise<PasskeyRequest>,
  signal: AbortSignal,
): Promise<Answered> {
  for (;;) {
    const { options, challenge } = await request();
    const [turn, release] = follower(signal);
    const timer = setTimeout(() => turn.abort(), options.timeout * renewedAfter);
    try {
      const get = (signal: AbortSignal) => getPasskey(options, { signal, mediation: "conditional" });
      return { challenge, passkey: await ceremony(turn.signal, get) };
    } catch (error) {
      if (signal.aborted || !turn.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      release();
    }
    await unlessAborted(shown(), signal);
  }
}

/** Resolves while the page is seen. */
async function shown(): Promise<void> {
  while (document.visibilityState === "hidden") {
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
}
