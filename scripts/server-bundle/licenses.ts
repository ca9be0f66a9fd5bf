import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";

const root = join(import.meta.dirname, "../..");

/** The licence of everything that is in a bundle: of Rollcall, of what it is derived from, and of each package. */
export function licensesOf({ outputs }: Metafile): string {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const packages = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  packages.add("node_modules/@node-rs/argon2");
  const parts = [["Rollcall", read("LICENSE"), read("NOTICE.md")], ...[...packages].sort().map(licenseOf)];
  return `${parts.map((part) => part.map((text) => text.trim()).join("\n\n")).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** What a package is called, and its licence in full, or where to find it when the package does not bring it. */
function licenseOf(directory: string): string[] {
  const { name, version, license, repository, homepage } = JSON.parse(read(join(directory, "package.json")));
  const files = globSync("{LICEN[CS]E,licen[cs]e,NOTICE}*", { cwd: join(root, directory) }).sort();
  const texts = files.map((file) => read(join(directory, file)));
  const title = [name, version, license && `(${license})`].filter(Boolean).join(" ");
  return [title, ...(texts.length > 0 ? texts : [`See ${repository?.url ?? homepage}`])];
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
