import type { RotationStep } from "@rollcall/core";
import { CommandError } from "./command.ts";
import { withContext } from "./open.ts";

/** One line for each signing key: its id, its algorithm and its state. */
export async function listKeys(): Promise<void> {
  const keys = await withContext(({ keyRing }) => keyRing.all());
  for (const { kid, algorithm, state, retiredAt } of keys) {
    console.log(`${kid}  ${algorithm}  ${retiredAt ? "retired" : state}`);
  }
}

/** Takes the next step of the rotation and says which it was. */
export async function rotateKeys(): Promise<void> {
  console.log(describeStep(await withContext(({ keyRing }) => keyRing.rotate())));
}

/** Withdraws a key at once: for one that somebody else may have. */
export async function revokeKey(kid: string): Promise<void> {
  const revocation = await withContext(({ keyRing }) => keyRing.revoke(kid));
  if (!revocation) throw new CommandError(`There is no signing key ${kid}. \`keys list\` shows them.`);
  const { revoked, activated, dropped } = revocation;
  const successor = activated ? ` ${activated} signs now.` : "";
  console.log(`Revoked ${revoked}: its tokens are refused within 5 minutes.${successor}`);
  if (dropped) console.log(`Dropped ${dropped}, which waited, because an older SECRET_KEY had sealed it.`);
}

/** A step of the rotation in a sentence. */
export function describeStep(step: RotationStep): string {
  switch (step.outcome) {
    case "published":
      return `Published ${step.kid}. Run this again from ${step.activeFrom.toISOString()} on to let it sign.`;
    case "waiting":
      return `${step.kid} is published, but not every cache has seen it yet. Run this again from ${step.activeFrom.toISOString()} on.`;
    case "current":
      return `${step.kid} signs. Another is due from ${step.nextFrom.toISOString()} on.`;
    case "settling":
      return `${step.kid} has only just begun to sign. Run this again from ${step.nextFrom.toISOString()} on to publish another.`;
    case "activated":
      return `${step.kid} signs now. ${step.retired} stays published until its last token has expired.`;
  }
}
