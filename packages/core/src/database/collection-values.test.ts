import { expect, it } from "vitest";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { openThings } from "../../../../test/support/things.ts";

const texts = {
  "the empty text": "",
  NUL: "before\0after",
  "control characters": "\u0001\t\n\r\u001b[31m\u007f",
  "line separators": "\u0085 \u2028 \u2029",
  "both forms of one character": "\u00e9 e\u0301",
  "text from right to left": "שלום \u202eأهلا\u202c",
  "characters beyond the first plane": "😀 👩‍👩‍👧 𝒳 𠮷",
  "the first and the last of the code points": "\ufffe\uffff\u{10ffff}\ufeff",
  "what looks like an operator": "$set $$date {$ne: null} a.b",
};

const values = {
  "the first moment and the last that a database tells apart": [new Date(0), new Date("9999-12-31T23:59:59.999Z")],
  "a moment before 1970": [new Date("1815-12-10T00:00:00.001Z")],
  "null, inside lists and maps too": [null, [null], { at: null }],
  numbers: [0, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1, 0.1, 1e300],
  "true and false": [true, false],
  "empty lists and maps": [[], {}, { a: {} }, [[]]],
  "dates and texts that look like them": [new Date(1), "1970-01-01T00:00:00.001Z", 1],
};

describeOnEachDatabase("values that are stored", (form) => {
  it.each(Object.entries(texts))("come back exactly: %s", async (_name, text) => {
    const things = await openThings(form, { _id: "a", value: text, sessions: { x: { label: text } } });
    const found = await things.findOne({ _id: "a" });
    expect(found?.value).toBe(text);
    expect(found?.sessions?.x?.label).toBe(text);
  });

  it.each(Object.entries(values))("come back exactly: %s", async (_name, value) => {
    const things = await openThings(form, { _id: "a", value });
    expect((await things.findOne({ _id: "a" }))?.value).toStrictEqual(value);
  });

  it("come back exactly after an update, too", async () => {
    const things = await openThings(form, { _id: "a" });
    const value = { texts: Object.values(texts), values: Object.values(values) };
    const updated = await things.findOneAndUpdate({ _id: "a" }, { $set: { value } });
    expect(updated?.value).toStrictEqual(value);
    expect((await things.findOne({ _id: "a" }))?.value).toStrictEqual(value);
  });

  it("are found again by an exact text, whatever is in it", async () => {
    const things = await openThings(form, { _id: "a" });
    for (const text of Object.values(texts)) {
      await things.updateOne({ _id: "a" }, { $set: { label: text } });
      expect(await things.findOne({ label: text })).toMatchObject({ label: text });
      expect(await things.findOne({ label: `${text}x` })).toBeNull();
    }
  });
});
