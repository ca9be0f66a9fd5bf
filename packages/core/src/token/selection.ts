import type { Secrets } from "../kernel/secrets.ts";
import type { SigningAlgorithm } from "../kernel/settings.ts";
import { retainedKeys } from "./rotation.ts";
import type { SigningKeySet } from "./signing-key.store.ts";
import { withSuccessor } from "./successor.ts";

/**
 * When the service turned from this set to another, or null for the set that is in use. While instances of two
 * algorithms run side by side they select theirs in turn, so that what either may have signed stays published.
 */
export function deselectedAt(set: SigningKeySet, sets: readonly SigningKeySet[]): Date | null {
  const later = sets.map(timeOfSelection).filter((time) => time > timeOfSelection(set));
  return later.length > 0 ? new Date(Math.min(...later)) : null;
}

/** A set that was made before selections were kept counts as selected before every other. */
function timeOfSelection({ selectedAt }: SigningKeySet): number {
  return selectedAt?.getTime() ?? 0;
}

/** Whether nobody has written down which of several sets is in use: all are from before selections were kept. */
export function isUndecided(sets: readonly SigningKeySet[]): boolean {
  return sets.length > 1 && sets.every(({ selectedAt }) => !selectedAt);
}

export interface SelectionInput {
  algorithm: SigningAlgorithm;
  /** Every set there is; the algorithm may have none yet. */
  sets: readonly SigningKeySet[];
  secrets: Secrets;
  now: Date;
  /** Seconds for which a key that no longer signs still verifies. */
  retention: number;
}

/**
 * The algorithm's set as it is once it has been selected: later than every other, whatever their instances' clocks say,
 * and with a key that signs. A key that has left the key set since it signed last does not come back.
 */
export async function planSelection({
  algorithm,
  sets,
  secrets,
  now,
  retention,
}: SelectionInput): Promise<Required<Pick<SigningKeySet, "keys" | "selectedAt">>> {
  const set = sets.find(({ _id }) => _id === algorithm);
  const kept = set ? retainedKeys(set.keys, deselectedAt(set, sets), now, retention) : {};
  const canSign = Object.values(kept).some(({ state }) => state === "active");
  const keys = canSign ? kept : (await withSuccessor(algorithm, kept, secrets, now)).keys;
  const latest = Math.max(...sets.map(timeOfSelection));
  return { keys, selectedAt: new Date(Math.max(now.getTime(), latest + 1)) };
}
