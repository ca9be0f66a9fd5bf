import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { temporaryDirectory } from "./commands.ts";

const project = join(import.meta.dirname, "../..");

/** A copy of the project's sources, whose packages are linked, in a folder of which careless code would lose the path. */
export function copyProject(): string {
  const copy = join(temporaryDirectory(), `it's a "folder" #1 of 100%, für $HOME`);
  mkdirSync(copy);
  for (const name of ["package.json", "packages", "scripts", "lambda-events", "collections", "docs"]) {
    cpSync(join(project, name), join(copy, name), { recursive: true, filter: isSource });
  }
  symlinkSync(join(project, "node_modules"), join(copy, "node_modules"));
  return copy;
}

function isSource(path: string): boolean {
  return !["node_modules", "dist"].includes(basename(path));
}
