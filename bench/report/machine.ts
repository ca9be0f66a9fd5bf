import { readFileSync } from "node:fs";
import { arch, cpus, type as osType, release, totalmem } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";

/** What a run was on, line by line. */
export async function describeMachine(): Promise<string[]> {
  return [
    `Node ${process.versions.node}, mongodb ${packageVersion("mongodb")}, hono ${packageVersion("hono")}`,
    `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${osType()} ${release()}, ${arch()}`,
    await describeDatabase(),
  ];
}

function packageVersion(name: string): string {
  const file = join(import.meta.dirname, "../../node_modules", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

async function describeDatabase(): Promise<string> {
  const uri = process.env.MONGODB_URI;
  if (!uri) return "no database";
  const client = await MongoClient.connect(uri);
  try {
    const { version, gitVersion } = await client.db().admin().command({ buildInfo: 1 });
    // Only the real one says what it was built from.
    return gitVersion ? `MongoDB ${version}` : `a server in memory that speaks the protocol of MongoDB ${version}`;
  } finally {
    await client.close();
  }
}
