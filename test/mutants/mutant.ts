/** A fault that somebody could make some day: a text of a file, and what stands in its place. */
export interface Mutant {
  /** From the project's root. */
  file: string;
  from: string;
  to: string;
  /** Which tests are there to see it. */
  tests: readonly string[];
}

/** Mutants of one file, which the same tests have to see. */
export function mutantsOf(
  file: string,
  tests: readonly string[],
  ...changes: readonly (readonly [from: string, to: string])[]
): Mutant[] {
  return changes.map(([from, to]) => ({ file, from, to, tests }));
}
