import type { Collection, Filter, Update } from "../../packages/core/src/database/collection.ts";

/** A call that a task has made. `number` counts its task's calls from 1. */
export interface Call {
  task: number;
  number: number;
  collection: string;
  method: keyof Collection<never>;
  args: readonly unknown[];
}

/** A call that was carried out, and what the database answered, or refused it with. */
export interface Done extends Call {
  answer?: unknown;
  error?: unknown;
}

export const isRead = (method: Call["method"]) => method === "find" || method === "findOne";

/** What of the database a call may touch. */
interface Footprint {
  collection: string;
  /** The one document; null where it may be any. */
  id: string | null;
  writes: boolean;
  /** Whether it may be refused, or have others refused, for what has to be unique beside the id. */
  isUnique: boolean;
}

function footprintOf({ collection, method, args }: Call): Footprint {
  const [first, second] = args as [Filter, Update | undefined];
  const id = typeof first._id === "string" ? first._id : null;
  const writes = !isRead(method);
  const isUnique = method === "insertOne" || method === "deleteOne" || second?.$set?.email !== undefined;
  return { collection, id, writes, isUnique };
}

/** Whether two calls do the same, and answer the same, in either order, whatever the database holds. */
export function areIndependent(one: Call, other: Call): boolean {
  const [a, b] = [footprintOf(one), footprintOf(other)];
  if (a.collection !== b.collection || !(a.writes || b.writes)) return true;
  return a.id !== null && b.id !== null && a.id !== b.id && !(a.isUnique && b.isUnique);
}
