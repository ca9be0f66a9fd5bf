/** The languages that mails are written in. */
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

/** Longer than any browser's list. */
const longestHeader = 500;

/**
 * The language that somebody wants most of those there are (Accept-Language, RFC 9110 section 12.5.4). `de-AT` is met by `de`.
 * @param header the field, or a single tag; null where nothing is known
 */
export function pickLanguage<T>(header: string | null | undefined, otherwise: T): Language | T {
  const wishes = (header ?? "").slice(0, longestHeader).split(",").map(readWish);
  const ordered = wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { tag } of ordered) {
    const language = tag === "*" ? otherwise : languages.find((known) => known === tag.split("-")[0]);
    if (language) return language;
  }
  return otherwise;
}

/** `de-AT;q=0.8` */
function readWish(wish: string): { tag: string; weight: number } {
  const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return { tag, weight: /^(0(\.\d{1,3})?|1(\.0{1,3})?)$/.test(weight) ? Number(weight) : 0 };
}
