import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData, type Problem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packClient } from "./client-package.ts";

/* What publint and attw have to say of the client as it would be published. */

export async function checkClientPackage(): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-pack-"));
  try {
    const tarball = readFileSync(packClient(directory));
    return [...(await lint(tarball)), ...(await checkTypes(tarball))].map((problem) => `@rollcall/client: ${problem}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function lint(tarball: Buffer): Promise<string[]> {
  const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** Every entry, as every resolution of TypeScript sees it: node10, node16 from ES modules and from CommonJS, bundler. */
async function checkTypes(tarball: Buffer): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  return result.types ? result.problems.map(describe) : ["it has no types"];
}

function describe(problem: Problem): string {
  return `${problem.kind} ${JSON.stringify(problem)}`;
}
