import { beginningsOf, fold, type Known, startsOf } from "./search-keys.ts";

/** What a text is searched by. */
export interface Search {
  /** The one key to look up. */
  key: string;
  /** Whether that is all of the text: then whoever has the key is found. */
  isWhole: boolean;
  finds(known: Known): boolean;
}

export function searchFor(text: string): Search {
  const sought = fold(text);
  const key = beginningsOf(sought).at(-1) ?? "";
  return {
    key,
    isWhole: key === sought,
    finds: (known) => startsOf(known).some((start) => start.startsWith(sought)),
  };
}
