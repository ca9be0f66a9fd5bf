import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { generalLists, longLists } from "../../../../scripts/common-passwords/sources.ts";
import { guessability } from "./guessable.ts";

const owner = { email: "ada.lovelace@example.com", name: "Ada Lovelace" };
const isCommon = (password: string) => guessability(password, owner).includes("common");
const taken = (passwords: string[]) => passwords.filter((password) => !isCommon(password));
/** The share of them that is refused. */
const refused = (passwords: string[]) => 1 - taken(passwords).length / passwords.length;

/** The policy's minimum, which a stranger keeps to. */
const minLength = 15;
const words = generalLists.flatMap((list) => list.filter((word) => /^[a-z]{4,}$/.test(word)).slice(0, 40));
const upTo = (length: number, text: string) => text.repeat(length).slice(0, length);
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const backwards = (word: string) => [...word].toReversed().join("");
const disguised = (word: string) =>
  word.replace(/[aeios]/g, (letter) => ({ a: "@", e: "3", i: "1", o: "0", s: "$" })[letter] ?? "");

describe("common passwords", () => {
  const lists = [...generalLists, ...longLists].map((list, index) => [index, list] as const);

  it.each(lists)("are refused: of list %i the 3,000 most common that fit each policy (Q8)", (_, list) => {
    for (const minimum of [8, 10, 12, 15]) {
      const fitting = list.filter((password) => password.length >= minimum).slice(0, 3_000);
      expect(fitting.length).toBeGreaterThan(30);
      expect(taken(fitting), `${minimum}`).toEqual([]);
    }
  });

  it("are refused in capitals, full-width letters, and several times over (Q8)", () => {
    const same = ["PasswordPassword", "QWERTYUIOPASDFGHJKL", "ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", "iloveyou".repeat(7)];
    expect(taken(same)).toEqual([]);
  });
});

describe("what a stranger would try where 15 characters are asked for", () => {
  /** Each makes of a common word something that is long enough. */
  const rules: Record<string, (word: string) => string> = {
    "the word, then digits in order": (word) => word + upTo(Math.max(4, minLength - word.length), "1234567890"),
    "digits in order, then the word": (word) => upTo(Math.max(4, minLength - word.length), "1234567890") + word,
    "the word, then a run of keys": (word) => `${word}qwertyuiop`.padEnd(minLength, "1"),
    "a run of keys, then the word": (word) => `qwertyuiop${word}`.padEnd(minLength, "1"),
    "the word, then one sign": (word) => `${capital(word)}1`.padEnd(minLength, "!"),
    "the word, then a year over and over": (word) => word + upTo(Math.max(4, minLength - word.length), "1985"),
    "the word and the year, twice": (word) => `${capital(word)}2026!${capital(word)}2026!`,
    "the word, over and over": (word) => word.repeat(4),
    "the word, over and over, cut short": (word) => upTo(minLength + 2, word),
    "the word, over and over, between signs": (word) => [word, word, word, word].join("-"),
    "the word, twice, and the year": (word) => `${capital(word)}${capital(word)}2026`.padEnd(minLength, "!"),
    "the word with signs for letters": (word) =>
      disguised(capital(word)) + upTo(Math.max(4, minLength - word.length), "123456789"),
    "the word backwards": (word) => backwards(word) + upTo(Math.max(4, minLength - word.length), "123456789"),
    "the word between digits": (word) => `123456${word}654321`.padEnd(minLength, "0"),
    "a birthday": (word) => `${word}19851224`.padEnd(minLength, "1"),
  };

  it.each(Object.entries(rules))("is refused: %s (Q8)", (_, rule) => {
    const guesses = words.map(rule);
    expect(guesses.filter(({ length }) => length < minLength)).toEqual([]);
    expect(refused(guesses)).toBeGreaterThan(0.99);
  });

  it("is refused: two of the most common words (Q8)", () => {
    const pairs = words.flatMap((first) => words.slice(0, 20).map((second) => first + second));
    const long = pairs.filter(({ length }) => length >= minLength);
    expect(long.length).toBeGreaterThan(200);
    expect(refused(long)).toBe(1);
    expect(refused(pairs.map((pair) => pair + upTo(Math.max(3, minLength - pair.length), "123456")))).toBeGreaterThan(
      0.95,
    );
  });

  it("is refused: runs, repetitions, dates, and these one after the other (Q8)", () => {
    const guesses = [
      "123456789123456",
      "password12345678",
      "passwordpassword1",
      "1234567890qwertyuiop",
      "123456789012345",
      "987654321098765",
      "112233445566778899",
      "111222333444555",
      "111111111111111",
      "000000000000001",
      "aaaaaaaaaaaaaab",
      "abcabcabcabcabc",
      "abcdefghijklmno",
      "zyxwvutsrqponmlkj",
      "abcd1234abcd1234",
      "qwertyuiopasdfghjklzxcvbnm",
      "asdfghjklqwertyuiop",
      "qwertzuiopasdfg",
      "azertyuiopqsdfg",
      "1qaz2wsx3edc4rfv",
      "qazwsxedcrfvtgb",
      "q1w2e3r4t5y6u7i8",
      "zaq12wsxzaq12wsx",
      "147258369147258",
      "1985122419851224",
      "21122112211221122",
      "September20252026",
      "Winter2026Winter2026",
      "P@ssw0rdP@ssw0rd!",
      "drowssapdrowssap",
      "passwordpasswor",
      "adminadminadmin",
      "changemechangeme",
      "letmeinletmein1",
      "trustno1trustno1",
      "hallohallohallo",
      "passwort12345678",
      "motdepasse123456",
      "contraseña123456",
      "йцукенгшщзхъфыва",
      "парольпарольпароль",
    ];
    expect(taken(guesses)).toEqual([]);
  });

  it("is refused: the words of the account among common ones (Q10)", () => {
    const guesses = [
      "adalovelace123456789",
      "iloveada12345678",
      "lovelacepassword",
      "ada1234567890ada",
      "Ada.Lovelace.1815",
    ];
    for (const guess of guesses) expect(guessability(guess, owner), guess).toContain("own_words");
  });
});

describe("a good password", () => {
  const dice = createRequire(import.meta.url)("@zxcvbn-ts/language-common/src/diceware.json") as string[];
  let seed = 2_026;
  /** The same numbers every time. */
  const below = (limit: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const several = (make: () => string, count = 150) =>
    Array.from({ length: count }, make).filter((password) => [...password].length >= minLength);
  const phrase = (count: number, separator: string, from = dice) =>
    Array.from({ length: count }, () => from[below(from.length)]).join(separator);
  const drawn = (alphabet: string, length: number) =>
    Array.from({ length }, () => [...alphabet][below([...alphabet].length)]).join("");

  it.each([" ", "", "-", "."])("may be words drawn by dice with '%s' between them, from three on", (separator) => {
    const phrases = [3, 4, 6].flatMap((count) => several(() => phrase(count, separator)));
    expect(phrases.length).toBeGreaterThan(420);
    expect(refused(phrases)).toBe(0);
  });

  it("may be three and more of the commonest words, as long as they are not the same", () => {
    const commonest = words.concat(
      generalLists.flatMap((list) => list.filter((word) => /^[a-z]{5,8}$/.test(word)).slice(0, 1_500)),
    );
    expect(refused(several(() => phrase(3, " ", commonest)))).toBeLessThan(0.02);
    expect(refused(several(() => phrase(4, " ", commonest)))).toBe(0);
  });

  it.each([
    ["small letters", "abcdefghijklmnopqrstuvwxyz", 0],
    ["letters and digits", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 0],
    ["hexadecimal digits", "0123456789abcdef", 0],
    ["digits", "0123456789", 0.01],
    ["Cyrillic letters", "абвгдежзийклмнопрстуфхцчшщыьэюя", 0],
    ["Greek letters", "αβγδεζηθικλμνξοπρστυφχψω", 0],
    ["emoji", "🦊🐙🦉🐝🦋🐢🦀🐳🦜🐌🦔🐧🦁🐸🦩", 0],
  ])("may be random %s", (_, alphabet, atMost) => {
    expect(refused(several(() => drawn(alphabet, minLength)))).toBeLessThanOrEqual(atMost);
  });

  it("may be short where the policy lets it, and random", () => {
    const short = (alphabet: string) => Array.from({ length: 500 }, () => drawn(alphabet, 8));
    expect(refused(short("abcdefghijklmnopqrstuvwxyz"))).toBeLessThan(0.005);
    expect(refused(short("abcdefghijklmnopqrstuvwxyz0123456789"))).toBeLessThan(0.005);
    expect(refused(short("0123456789"))).toBeLessThan(0.12);
  });

  it("may be a sentence of any language", () => {
    const sentences = [
      "seven lighthouses in a row",
      "a parrot in a pear tree",
      "rain on tin roofs",
      "I like green tea",
      "we met in Lisbon",
      "der Hund bellt im Garten",
      "mein Fahrrad ist grün",
      "le chat dort sur le toit",
      "il fait beau à Paris",
      "mi perro come manzanas",
      "la luna sale temprano",
      "o gato dorme no telhado",
      "il gatto dorme sul tetto",
      "de kat slaapt op het dak",
      "hunden sover i haven",
      "kissa istuu katolla",
      "kot śpi dzisiaj na dachu",
      "kočka spí na střeše",
      "a macska a tetőn alszik",
      "pisica doarme pe acoperiș",
      "kedi çatıda uyuyor",
      "con mèo ngủ trên mái nhà",
      "kucing tidur di atap",
      "кошка спит на крыше",
      "широкий добрый киви",
      "кіт спить на даху",
      "ο γάτος κοιμάται",
      "החתול ישן על הגג",
      "القطة تنام على السطح",
      "گربه روی بام خوابیده",
      "बिल्ली छत पर सोती है",
      "แมวนอนอยู่บนหลังคา",
      "我家的猫喜欢在屋顶上晒太阳睡觉",
      "広大な優しいキーウィが木の上に住む",
      "고양이가 지붕 위에서 잔다",
    ];
    expect(sentences.filter(isCommon)).toEqual([]);
  });

  it("may be as long as it likes, and is examined in little time", () => {
    const long = ["x".repeat(64), "a1".repeat(128), phrase(40, " ").slice(0, 256)];
    expect(long.filter(isCommon)).toEqual([]);
  });

  it("may be pictures in a row, which are on no list", () => {
    expect(["😀".repeat(15), "🦊🐙".repeat(8)].filter(isCommon)).toEqual([]);
  });
});
