import { useEffect, useRef } from "react";

/** When the page has changed beneath the focus, it goes to where the new part begins. */
export function useFocusOnChange<E extends HTMLElement = HTMLElement>(state: string) {
  const element = useRef<E>(null);
  const last = useRef(state);
  useEffect(() => {
    if (last.current !== state) element.current?.focus();
    last.current = state;
  }, [state]);
  return element;
}
