import type { CollectionDefinition, Document } from "../../packages/core/src/database/collection.ts";

/* What an index weighs, from the documents themselves: no server is asked, so it is an estimate. */

/**
 * Bytes beside the key: the end of its encoding, the record's number, and the cell of the page. WiredTiger's format has them
 * at 1, at 2 to 9, and at 2 to 5.
 */
const besideKey = 10;

/** Part of a page that is filled where keys come in random order: ln 2, as for any B-tree. */
const fill = 0.69;

/** A common beginning that is shorter is not left out (WiredTiger's `prefix_compression_min`). */
const shortestPrefix = 4;

export interface IndexWeight {
  /** Of its fields, as `email:1`. */
  name: string;
  /** On average. */
  entriesPerAccount: number;
  /** Bytes of an account on disk and in the cache: after leaving out what neighbours have in common. */
  bytesPerAccount: number;
}

/** What each index of a collection weighs for these documents. */
export function weighIndexes(
  { indexes }: Pick<CollectionDefinition<Document>, "indexes">,
  documents: readonly object[],
): IndexWeight[] {
  const withId = [{ keys: { _id: 1 } as Record<string, 1 | -1> }, ...indexes];
  return withId.map(({ keys }) => {
    const entries = documents.flatMap((document) => entriesOf(keys, document));
    return {
      name: Object.entries(keys)
        .map(([field, direction]) => `${field}:${direction}`)
        .join(","),
      entriesPerAccount: entries.length / documents.length,
      bytesPerAccount: weigh(entries) / fill / documents.length,
    };
  });
}

function weigh(entries: readonly string[]): number {
  const sorted = entries.toSorted();
  return sorted.reduce((sum, entry, at) => sum + besideKey + entry.length - sharedWith(sorted[at - 1] ?? "", entry), 0);
}

function sharedWith(before: string, entry: string): number {
  let shared = 0;
  while (shared < entry.length && before[shared] === entry[shared]) shared++;
  return shared < shortestPrefix ? 0 : shared;
}

/** A list has an entry for each of its values. */
function entriesOf(keys: Record<string, 1 | -1>, document: object): string[] {
  return Object.entries(keys).reduce<string[]>(
    (entries, [field, direction]) => {
      const value = valueAt(document, field);
      const values = Array.isArray(value) && value.length > 0 ? value : [value];
      return entries.flatMap((entry) => values.map((one) => entry + encode(one, direction)));
    },
    [""],
  );
}

function valueAt(document: object, path: string): unknown {
  return path.split(".").reduce<unknown>((value, field) => (value as Record<string, unknown>)?.[field], document);
}

/** A type byte and the value, in an order that compares as text; as long as the server's own encoding. */
function encode(value: unknown, direction: 1 | -1): string {
  const text = plain(value);
  return direction === 1 ? text : [...text].map((unit) => String.fromCharCode(255 - unit.charCodeAt(0))).join("");
}

function plain(value: unknown): string {
  if (typeof value === "string") return `<${Buffer.from(value).toString("latin1")}\0`;
  if (value instanceof Date) return `x${bytesOf(value.getTime())}`;
  if (typeof value === "number") return `+${bytesOf(value).slice(-3)}`;
  return "\n";
}

function bytesOf(value: number): string {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(Math.trunc(value)));
  return buffer.toString("latin1");
}
