import type { LocalDatabase } from "./local-database.ts";

/** On a server nothing stands in for a MONGODB_URI that somebody forgot. */
export const localDatabase: LocalDatabase | null = null;
