/** Keys that are remembered until a time. They are a process's own, and may be forgotten early, so nothing may depend on them but speed. */
export interface ExpiringKeys {
  add(key: string, until: Date): void;
  /** Until when it is remembered, or null. */
  until(key: string, now: Date): Date | null;
}

/** @param most keys; beyond it all are forgotten, so that nobody fills the memory */
export function createExpiringKeys(most = 10_000): ExpiringKeys {
  const keys = new Map<string, Date>();
  return {
    add(key, until) {
      if (keys.size >= most) keys.clear();
      keys.set(key, until);
    },
    until(key, now) {
      const until = keys.get(key);
      if (!until) return null;
      if (until > now) return until;
      keys.delete(key);
      return null;
    },
  };
}
