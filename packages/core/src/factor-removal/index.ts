export * from "./factor-removal.schema.ts";
export { keepFactors } from "./keep.service.ts";
export { nothingToStop, removalAsSeen, type Stopping, stopRemoval, toPendingRemoval } from "./pending-removal.ts";
export { toRemoved } from "./removal.ts";
export { whileStopping } from "./while-stopping.ts";
