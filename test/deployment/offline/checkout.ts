import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const repository = join(import.meta.dirname, "../../..");

/** Copied, so that a test may change them. Everything else is linked. */
const copied = ["sst.config.ts", "infra"];
/** Neither copied nor linked: what SST keeps for the developer, and settings of theirs. */
const hidden = /^(\.git|\.sst|\.env.*|sst-env\.d\.ts)$/;

/** Changes the text of a file of the deployment. */
export type Edit = (text: string) => string;

/**
 * A folder in which the SST CLI finds the project, and in which it may write.
 * @param edits By file. @throws When one changes nothing.
 */
export function makeCheckout(edits: Record<string, Edit> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-deployment-"));
  for (const name of readdirSync(repository).filter((name) => !hidden.test(name))) {
    if (copied.includes(name)) cpSync(join(repository, name), join(directory, name), { recursive: true });
    else symlinkSync(join(repository, name), join(directory, name));
  }
  linkPlatform(join(directory, ".sst"));
  for (const [file, edit] of Object.entries(edits)) {
    const text = readFileSync(join(directory, file), "utf8");
    if (edit(text) === text) throw new Error(`${file}: the edit changes nothing`);
    writeFileSync(join(directory, file), edit(text));
  }
  return directory;
}

/** SST's platform and providers, as installed; the CLI puts the program that it builds beside them. */
function linkPlatform(directory: string): void {
  const installed = join(repository, ".sst");
  mkdirSync(join(directory, "platform"), { recursive: true });
  cpSync(join(installed, "provider-lock.json"), join(directory, "provider-lock.json"));
  for (const name of readdirSync(join(installed, "platform"))) {
    symlinkSync(join(installed, "platform", name), join(directory, "platform", name));
  }
}

export function removeCheckout(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}
