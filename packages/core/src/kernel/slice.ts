/**
 * A domain's part of an account's document. Whoever needs the document composes it from these, so a domain knows its own
 * fields and nobody else's.
 */
export interface Slice<T extends object> {
  /** Every field of the part: what a read leaves out that has no use for it. */
  readonly fields: readonly string[];
  /** The part of a new account. Optional fields are absent until they are needed, as in accounts from before there was one. */
  readonly empty: () => T;
  /** How many entries its map or list may hold, where it has one: nothing inside an account grows without end. */
  readonly cap?: number;
}

/** The shape of a part. */
export type SliceOf<S> = S extends Slice<infer T> ? T : never;

export function defineSlice<T extends object>({
  fields,
  empty,
  cap,
}: {
  fields: { [Field in keyof T]-?: true };
  empty: () => T;
  cap?: number;
}): Slice<T> {
  return { fields: Object.keys(fields), empty, ...(cap !== undefined && { cap }) };
}
