import { randomBytes } from "node:crypto";
import { type Db, MongoClient } from "mongodb";
import { leaveUntilTheEnd } from "../leftovers.ts";

export interface BenchDatabase {
  uri: string;
  db: Db;
  drop(): Promise<void>;
}

let count = 0;
const run = randomBytes(4).toString("hex");

/** A new database on the server of MONGODB_URI, or on `through`, which stands before it. It goes when the run ends. */
export async function createDatabase(through?: string): Promise<BenchDatabase> {
  const name = `rollcall_bench_${run}_${count++}`;
  const uriOf = (server: string) => {
    const uri = new URL(server);
    uri.pathname = `/${name}`;
    return uri.href;
  };
  const own = uriOf(process.env.MONGODB_URI as string);
  const client = await MongoClient.connect(own);
  const drop = leaveUntilTheEnd(async () => {
    await client.db().dropDatabase();
    await client.close();
  });
  return { uri: through ? uriOf(through) : own, db: client.db(), drop };
}
