import { describe, expect, it } from "vitest";
import { decodeId, encodeId, idSchema, newId } from "./ids.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const uuidBytes = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");

describe("a new id", () => {
  it("is its type, an underscore and 26 characters of base32", () => {
    expect(newId("user", now)).toMatch(/^user_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(newId("sess", now)).toMatch(/^sess_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  });

  it("is accepted by the schema of its type", () => {
    for (let round = 0; round < 500; round++) {
      const id = newId("user", now);
      expect(idSchema("user").parse(id)).toBe(id);
    }
  });

  it("holds a UUID of version 7: the time, the version and the variant", () => {
    for (let round = 0; round < 500; round++) {
      const bytes = decodeId(newId("sess", now));
      expect(bytes).toHaveLength(16);
      expect(bytes.readUIntBE(0, 6)).toBe(now.getTime());
      expect(bytes.readUInt8(6) >> 4).toBe(7);
      expect(bytes.readUInt8(8) >> 6).toBe(0b10);
    }
  });

  it("differs from every other of the same millisecond", () => {
    const ids = Array.from({ length: 20_000 }, () => newId("user", now));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("varies in each of its 62 random bits", () => {
    const ids = Array.from({ length: 300 }, () => decodeId(newId("user", now)));
    const seen = (bit: number) => new Set(ids.map((bytes) => (bytes.readUInt8(bit >> 3) >> (7 - (bit & 7))) & 1)).size;
    for (let bit = 66; bit < 128; bit++) expect(seen(bit), `bit ${bit}`).toBe(2);
  });

  it("sorts as text by the time it was made", () => {
    const times = [0, 1, 31, 32, 1_000, 1_700_000_000_000, now.getTime(), now.getTime() + 1, 2 ** 48 - 1];
    const ids = times.map((time) => newId("user", new Date(time)));
    expect([...ids].sort()).toEqual(ids);
  });

  it("sorts as text by the order in which it was made, also within a millisecond", () => {
    const then = new Date(now.getTime() + 1);
    const ids = [now, now, then].flatMap((time) => Array.from({ length: 1_000 }, () => newId("evt", time)));
    expect([...ids].sort()).toEqual(ids);
  });
});

describe("the text of an id", () => {
  it.each([
    ["00000000000000000000000000", "00000000-0000-0000-0000-000000000000"],
    ["00000000000000000000000001", "00000000-0000-0000-0000-000000000001"],
    ["0000000000000000000000000a", "00000000-0000-0000-0000-00000000000a"],
    ["0000000000000000000000000g", "00000000-0000-0000-0000-000000000010"],
    ["00000000000000000000000010", "00000000-0000-0000-0000-000000000020"],
    ["7zzzzzzzzzzzzzzzzzzzzzzzzz", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    ["0123456789abcdefghjkmnpqrs", "0110c853-1d09-52d8-d73e-1194e95b5f19"],
    ["01h455vb4pex5vsknk084sn02q", "01890a5d-ac96-774b-bcce-b302099a8057"],
  ])("writes and reads %s as TypeID does", (suffix, uuid) => {
    expect(encodeId("user", uuidBytes(uuid))).toBe(`user_${suffix}`);
    expect(decodeId(`user_${suffix}`)).toEqual(uuidBytes(uuid));
  });

  it("comes back from its bytes", () => {
    for (let round = 0; round < 500; round++) {
      const id = newId("sess", now);
      expect(encodeId("sess", decodeId(id))).toBe(id);
    }
  });
});

describe("the schema of an id", () => {
  const id = encodeId("user", uuidBytes("01890a5d-ac96-774b-bcce-b302099a8057"));

  it.each<[string, unknown]>([
    ["another type's", id.replace("user_", "sess_")],
    ["one without a type", id.slice("user_".length)],
    ["one without an underscore", id.replace("_", "")],
    ["capital letters", id.toUpperCase()],
    ["a capital letter in the suffix", `${id.slice(0, -1)}Q`],
    ["the letter i", `${id.slice(0, -1)}i`],
    ["the letter l", `${id.slice(0, -1)}l`],
    ["the letter o", `${id.slice(0, -1)}o`],
    ["the letter u", `${id.slice(0, -1)}u`],
    ["more than 128 bits", `user_8${id.slice("user_".length + 1)}`],
    ["a character too few", id.slice(0, -1)],
    ["a character too many", `${id}0`],
    ["a space before", ` ${id}`],
    ["a line break after", `${id}\n`],
    ["a NUL after", `${id}\0`],
    ["digits of another script", `${id.slice(0, -1)}٣`],
    ["a dot, which would lead into a document", `${id.slice(0, -2)}.a`],
    ["an operator, which would be a query", { $ne: null }],
    ["a list", [id]],
    ["nothing", ""],
    ["null", null],
    ["a number", 7],
  ])("refuses %s", (_, value) => {
    expect(idSchema("user").safeParse(id).success).toBe(true);
    expect(idSchema("user").safeParse(value).success).toBe(false);
  });
});
