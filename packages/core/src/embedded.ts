/** The embedded database, apart from the rest so that no deployed bundle takes it in. */

export { createFile } from "./database/create-file.ts";
export { type EmbeddedOptions, openEmbeddedDatabase } from "./database/embedded.ts";
export { DirectoryInUseError } from "./database/embedded-lock.ts";
export { openRemoteDatabase, performOperation } from "./database/remote.ts";
