import { useEffect, useEffectEvent, useReducer, useState } from "react";

export interface Loaded<T> {
  data?: T;
  error?: unknown;
  reload: () => void;
}

/** What `load` resolves to, or why it has failed; `reload` has it loaded anew. Only the latest answer counts. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: unknown }>({});
  const [turn, reload] = useReducer((turn: number) => turn + 1, 0);
  const loadNow = useEffectEvent(load);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn loads it once
  useEffect(() => {
    let isLatest = true;
    const show = (change: { data?: T; error?: unknown }) => {
      if (isLatest) setState(({ data }) => ({ data, ...change }));
    };
    loadNow().then(
      (data) => show({ data }),
      (error) => show({ error }),
    );
    return () => {
      isLatest = false;
    };
  }, [turn]);
  return { ...state, reload };
}
