import { newSecret } from "../local-environment.ts";
import { withContext } from "./open.ts";

/** Opening a database creates what is missing of its indexes. */
export async function createIndexes(): Promise<void> {
  await withContext(async () => console.log("Every index is there."));
}

export function printSecret(): void {
  console.log(newSecret());
}
