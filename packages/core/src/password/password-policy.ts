import { domainToUnicode } from "node:url";
import { type Issue, RollcallError } from "../kernel/errors.ts";
import { isCommonPassword } from "./common-passwords.ts";

/** In code points. The bound keeps hashing cheap; longer passwords are refused, never cut. */
export const passwordMaxLength = 256;

/** What the account's owner might reach for first. */
export interface PasswordContext {
  email: string;
  name?: string | null | undefined;
}

/** The product's own name is a word to avoid on every account. */
const serviceWord = "rollcall";

/**
 * Refuses a password that is too short, too long, common, or made of the account's own words. There are
 * no rules about its characters (NIST SP 800-63B-4 section 3.1.1.2).
 * @param field where the password stands in the input, for the issue's path.
 * @throws RollcallError `weak_password` naming each rule that failed, never the password.
 */
export function requireStrongPassword(
  password: string,
  minLength: number,
  context: PasswordContext,
  field = "password",
): void {
  const issues = weaknessesOf(password, minLength, context, field);
  if (issues.length > 0) throw new RollcallError("weak_password", { issues });
}

/** One issue for each rule that the password fails. */
export function weaknessesOf(password: string, minLength: number, context: PasswordContext, field: string): Issue[] {
  return weaknesses(password, minLength, context).map((weakness) => ({ path: [field], ...weakness }));
}

function weaknesses(password: string, minLength: number, context: PasswordContext): Omit<Issue, "path">[] {
  const found: Omit<Issue, "path">[] = [];
  const normalized = password.normalize("NFC");
  const length = [...normalized].length;
  if (length < minLength) found.push({ code: "too_short", message: `Must be at least ${minLength} characters` });
  if (length > passwordMaxLength)
    found.push({ code: "too_long", message: `Must be at most ${passwordMaxLength} characters` });
  if (isCommonPassword(normalized)) found.push({ code: "common", message: "Is among the most common passwords" });
  if (isMadeOfOwnWords(normalized, context)) {
    found.push({
      code: "own_words",
      message: "Must be more than your e-mail address, your name or the name of this service",
    });
  }
  return found;
}

/** Beside the account's own words a password needs this many letters, that many of them different. */
const lettersBeside = { total: 8, distinct: 4 };

/** Whether little but padding is left of the password once the account's own words are taken out of it. */
function isMadeOfOwnWords(password: string, context: PasswordContext): boolean {
  const text = fold(password);
  const rest = ownWords(context).reduce((left, word) => left.replaceAll(word, ""), text);
  if (rest === text) return false;
  const letters = [...rest.replace(/[\p{N}\p{P}\p{Z}\p{S}]/gu, "")];
  return letters.length < lettersBeside.total || new Set(letters).size < lettersBeside.distinct;
}

/** The longest first, so that a word inside another does not spoil it. */
function ownWords({ email, name }: PasswordContext): string[] {
  const [local = "", domain = ""] = email.split("@");
  return [
    email,
    local,
    domain,
    serviceWord,
    ...local.split(/[^a-z0-9]+/),
    ...domain.split("."),
    ...domainToUnicode(domain).split("."),
    ...(name ?? "").split(/\s+/),
  ]
    .map(fold)
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length);
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
