import type { Program, Subject } from "../subjects/subject.ts";
import { type Child, startChild } from "./child.ts";
import { type BenchDatabase, createDatabase } from "./database.ts";

/** A program that runs, with a database of its own. */
export interface Server<P extends Program = Subject> {
  subject: P;
  url: string;
  database: BenchDatabase;
  usage: Child["usage"];
  stop(): Promise<void>;
}

/** @param through what stands before the database server */
export async function startServer<P extends Program>(subject: P, through?: string): Promise<Server<P>> {
  const database = await createDatabase(through);
  const child = startChild(subject.side ?? "measured", subject.args, {
    ...subject.variables,
    MONGODB_URI: database.uri,
  });
  const url = await child.says(/listens on (http:\/\/\S+)\n/);
  return {
    subject,
    url,
    database,
    usage: child.usage,
    async stop() {
      await child.stop();
      await database.drop();
    },
  };
}
