import type { Metafile } from "esbuild";

/** The files of a bundle that are loaded with some of them: what these import, and what those import in turn, but nothing later. */
export function startFiles(outputs: Metafile["outputs"], ...entries: string[]): Set<string> {
  const files = new Set(entries);
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && !external) files.add(path);
    }
  }
  return files;
}
