import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where a MongoDB answers, or null where none could be found: then only the embedded form is tested. */
    mongodbUri: string | null;
    /** Of this run: every database that a test creates carries it in its name. */
    runId: string;
  }
}

/** Finds a database server for the tests: MONGODB_URI, or a mongod on this machine. Nothing is downloaded. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const runId = randomBytes(4).toString("hex");
  const server = process.env.MONGODB_URI ? null : await startMongod();
  const mongodbUri = process.env.MONGODB_URI || server?.getUri() || null;
  provide("mongodbUri", mongodbUri);
  provide("runId", runId);
  const compileCache = mkdtempSync(join(tmpdir(), "rollcall-compiled-"));
  process.env.NODE_COMPILE_CACHE = compileCache;
  return async () => {
    rmSync(compileCache, { recursive: true, force: true });
    if (mongodbUri && !server) await dropDatabases(mongodbUri, runId);
    await server?.stop();
  };
}

async function startMongod() {
  const systemBinary = process.env.MONGOMS_SYSTEM_BINARY || which("mongod");
  if (!systemBinary) return null;
  const { MongoMemoryReplSet } = await import("mongodb-memory-server-core");
  return MongoMemoryReplSet.create({ binary: { systemBinary, checkMD5: false }, replSet: { count: 1 } });
}

function which(command: string): string | null {
  try {
    return (
      execFileSync(process.platform === "win32" ? "where" : "which", [command], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).split("\n")[0] || null
    );
  } catch {
    return null;
  }
}

/** Every test drops its own database; this catches those of tests that died. */
async function dropDatabases(uri: string, runId: string): Promise<void> {
  const { MongoClient } = await import("mongodb");
  const client = await MongoClient.connect(uri);
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) if (name.includes(runId)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
