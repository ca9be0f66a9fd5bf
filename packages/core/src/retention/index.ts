/* What removes things when their time is over, apart from the rest: no request needs it. */

export type { Keeper } from "./in-batches.ts";
export { type RetentionReport, retain } from "./retention.service.ts";
