import type { Update } from "./collection.ts";

/** Several changes as one: what they cause together is one write. No two of them may change the same field. */
export function mergeUpdates(...updates: readonly (Update | null | undefined | false)[]): Update {
  const merged: Update = {};
  for (const update of updates) {
    if (!update) continue;
    if (update.$set) merged.$set = { ...merged.$set, ...update.$set };
    if (update.$unset) merged.$unset = { ...merged.$unset, ...update.$unset };
    if (update.$inc) merged.$inc = { ...merged.$inc, ...update.$inc };
  }
  return merged;
}
