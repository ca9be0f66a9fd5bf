/** Tells whether a password is known from a breach. Where that is looked up is the deployment's matter. */
export interface BreachedPasswords {
  /**
   * @param password in Unicode's composed form
   * @param signal aborts when the answer would come too late
   * @throws whatever keeps it from telling
   */
  includes(password: string, signal: AbortSignal): Promise<boolean>;
}

/** Milliseconds that whoever sets a password waits for the answer. */
const patience = 1_500;

/** Null when nobody could tell in time. */
export async function isBreached(breached: BreachedPasswords, password: string): Promise<boolean | null> {
  const signal = AbortSignal.timeout(patience);
  const tooLate = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  const answer = async () => breached.includes(password, signal);
  return Promise.race([answer().catch(() => null), tooLate]);
}
