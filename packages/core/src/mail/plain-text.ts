/* What other people wrote, made fit to stand in one line of a mail. */

/** Control characters, line and paragraph separators, and marks that turn the direction of writing around. */
const unwanted = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** One line of at most `longest` code points, without anything that could end it or reorder it. */
export function oneLine(text: string, longest: number): string {
  const points = [...text.toWellFormed().replace(unwanted, " ").replace(/ {2,}/g, " ").trim()];
  return points.length > longest
    ? `${points
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : points.join("");
}

/** What programs that show mails make a link of, or people type into a browser. */
const likeAnAddress = /[@/\\]|:\S|[.。．｡]\p{L}{2}/u;

/** A name to greet somebody by; null for one that would put a stranger's link, or a stranger's advertisement, into our mail. */
export function greetableName(name: string | null | undefined): string | null {
  const line = oneLine(name ?? "", 60);
  return line === "" || likeAnAddress.test(line) ? null : line;
}
