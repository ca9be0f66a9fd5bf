import * as z from "zod/mini";

/** A character of the basic plane as JSON may write it, by its number. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** RFC 3339, in UTC. */
export const dateTimeSchema = z.string().check(z.meta({ format: "date-time" }));

/**
 * Text that is taken exactly as it was sent. A lone surrogate has no UTF-8 form: it would be stored as another character, so
 * it is refused.
 * @param maxUnits in UTF-16 code units, as a browser's maxlength counts.
 * @param tooLong what to say of a longer one, where the limit that counts is another.
 */
export function textSchema(maxUnits: number, tooLong?: string) {
  return z.string().check(...textChecks(maxUnits, tooLong));
}

/** Text that a person types, who does not see the blanks and line breaks around it: these are dropped. */
export function typedTextSchema(maxUnits: number) {
  return z.string().check(z.trim(), ...textChecks(maxUnits));
}

function textChecks(maxUnits: number, tooLong?: string) {
  return [
    z.maxLength(maxUnits, tooLong),
    z.refine<string>((text) => text.isWellFormed(), "Must be well-formed Unicode text"),
  ];
}

/** A code as it is compared, of one that was typed in groups: also with the dashes that editors make of hyphens. */
export const ungrouped = (code: string): string => code.replace(/[\s\p{Pd}]/gu, "");

/** What documents say of codes that may be typed in groups: the pattern of so many characters, in whatever groups. */
export function groupedPattern(character: string, count: number): string {
  const gap = "[\\s\\p{Pd}]*";
  return `^${gap}(${character}${gap}){${count}}$`;
}
