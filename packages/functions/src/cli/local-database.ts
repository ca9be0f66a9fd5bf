import { join } from "node:path";
import { type Clock, type Database, definitions, systemClock } from "@rollcall/core";
import { DirectoryInUseError, openEmbeddedDatabase } from "@rollcall/core/embedded";
import { inventEnvironment, localDirectory } from "../node/local-environment.ts";
import { openThroughServer } from "./through-server.ts";

/** A database, and the clock by which its accounts live. */
export interface OpenedDatabase {
  database: Database;
  clock: Clock;
}

/** What commands work on where the environment names no database. */
export interface LocalDatabase {
  /** What the help says of it, and what a command says that has used it. */
  help: string;
  notice: string;
  /** The process's environment, with what is missing invented. */
  environment(): Promise<Record<string, string | undefined>>;
  /** @throws CommandError, DirectoryInUseError */
  open(): Promise<OpenedDatabase>;
}

/** The local server's own, through that server where it is running. The bundle for servers has none instead. */
export const localDatabase: LocalDatabase | null = {
  help: "Without MONGODB_URI they work on the local server's embedded database, through `npm run dev` where that is running.",
  notice: `MONGODB_URI is not set: this was the local server's database in ${localDirectory}.`,
  environment: async () => (await inventEnvironment(process.env, localDirectory)).environment,
  async open() {
    try {
      const directory = join(localDirectory, "data");
      return { database: openEmbeddedDatabase({ directory, definitions }), clock: systemClock };
    } catch (error) {
      if (error instanceof DirectoryInUseError && error.pid !== null)
        return openThroughServer(localDirectory, error.pid);
      throw error;
    }
  },
};
