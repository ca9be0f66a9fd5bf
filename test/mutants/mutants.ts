import { readFileSync } from "node:fs";
import { guardMutants } from "./guards.ts";
import type { Mutant } from "./mutant.ts";
import { proofMutants } from "./proofs.ts";
import { signInMutants } from "./sign-in.ts";

export const mutants: readonly Mutant[] = [...proofMutants, ...signInMutants, ...guardMutants];

export const nameOf = ({ file, from, to }: Mutant): string => `${file.split("/").at(-1)}: ${from} → ${to || "nothing"}`;

export function mutantNamed(name: string): Mutant {
  const mutant = mutants.find((each) => nameOf(each) === name);
  if (!mutant) throw new Error(`There is no mutant ${name}`);
  return mutant;
}

/** @throws Error where the text is not there exactly once: the mutant has to follow the code */
export function mutated(source: string, { file, from, to }: Mutant): string {
  const [before, after, ...others] = source.split(from);
  if (before === undefined || after === undefined || others.length > 0)
    throw new Error(`${file} has not once: ${from}`);
  return `${before}${to}${after}`;
}

/** What is wrong with mutants whose text the code has no longer. */
export function missingTexts(): string[] {
  return mutants.flatMap((mutant) => {
    try {
      mutated(readFileSync(new URL(`../../${mutant.file}`, import.meta.url), "utf8"), mutant);
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
}
