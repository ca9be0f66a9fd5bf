import { events } from "./audit/index.ts";
import type { CollectionDefinition, Document } from "./database/collection.ts";
import { throttles } from "./guessing/index.ts";
import { signingKeys } from "./token/index.ts";
import { users } from "./user/index.ts";

/** Every collection of the service, with its indexes: what a database is opened with. */
export const definitions: readonly CollectionDefinition<Document>[] = [users, signingKeys, throttles, events];
