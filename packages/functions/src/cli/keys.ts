import type { RotationStep } from "@rollcall/core";
import { withContext } from "./open.ts";

/** One line for each signing key: its id, its algorithm and its state. */
export async function listKeys(): Promise<void> {
  const keys = await withContext(({ keyRing }) => keyRing.all());
  for (const { kid, algorithm, state } of keys) console.log(`${kid}  ${algorithm}  ${state}`);
}

/** Takes the next step of the rotation and says which it was. */
export async function rotateKeys(): Promise<void> {
  console.log(describe(await withContext(({ keyRing }) => keyRing.rotate())));
}

function describe(step: RotationStep): string {
  switch (step.outcome) {
    case "published":
      return `Published ${step.kid}. Run this again from ${step.activeFrom.toISOString()} on to let it sign.`;
    case "waiting":
      return `${step.kid} is published, but not every cache has seen it yet. Run this again from ${step.activeFrom.toISOString()} on.`;
    case "settling":
      return `${step.kid} has only just begun to sign. Run this again from ${step.nextFrom.toISOString()} on to publish another.`;
    case "activated":
      return `${step.kid} signs now. ${step.retired} stays published until its last token has expired.`;
  }
}
