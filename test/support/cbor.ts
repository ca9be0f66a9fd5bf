/** What a test writes in CBOR (RFC 8949). A map is a list of entries, so that keys can come twice. */
export type Cbor = number | string | Uint8Array | Cbor[] | CborMap;

/** The entries of a map, in their order. */
export class CborMap {
  readonly entries: readonly (readonly [key: Cbor, value: Cbor])[];

  constructor(...entries: (readonly [key: Cbor, value: Cbor])[]) {
    this.entries = entries;
  }
}

/** The shortest form of each value (section 4.2.1). */
export function encodeCbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof CborMap) {
    return Buffer.concat([head(5, value.entries.length), ...value.entries.flat().map(encodeCbor)]);
  }
  return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)]);
}

/** A major type and its argument. */
function head(major: number, argument: number): Buffer {
  const type = major << 5;
  if (argument < 24) return Buffer.from([type | argument]);
  if (argument < 0x100) return Buffer.from([type | 24, argument]);
  if (argument < 0x1_0000) return Buffer.from([type | 25, argument >> 8, argument & 0xff]);
  const wide = Buffer.alloc(5, type | 26);
  wide.writeUInt32BE(argument, 1);
  return wide;
}
