import { domainToASCII, domainToUnicode } from "node:url";
import * as z from "zod/mini";

/** RFC 5321 section 4.5.3.1, and the limit that its paths leave for an address. */
const limits = { address: 254, local: 64 };

const atom = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const topLabel = "[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const addressPattern = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+${topLabel}$`);
const localPattern = new RegExp(`^[^@]{0,${limits.local}}@`);

/**
 * A mailbox as people write it: dot-atom @ host name, without quotes, comments or address literals. Accepted in any case,
 * with blanks around it and with an internationalized domain, and kept in lower case with its domain in ASCII: so an
 * address has one spelling, and look-alikes from other alphabets cannot stand for it.
 */
export const emailSchema = z
  .pipe(
    z.string().check(
      z.overwrite(withoutBlanks),
      // To map a domain that is far too long would take long.
      z.maxLength(limits.address, { abort: true }),
      z.overwrite(withAsciiDomain),
    ),
    z
      .string()
      .check(
        z.maxLength(limits.address, { abort: true }),
        z.regex(addressPattern, { error: "Must be an e-mail address such as name@example.com", abort: true }),
        z.regex(localPattern, `Must have at most ${limits.local} characters before the @`),
        z.toLowerCase(),
      ),
  )
  .check(z.meta({ format: "email" }));

/** A line break is no slip of the hand but the beginning of a header field, so it stays, for the pattern to refuse. */
function withoutBlanks(address: string): string {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(address) ? address : address.trim();
}

/**
 * The address with an internationalized domain in its xn-- form (UTS 46, nontransitional). A domain that is not written in
 * its own letters but in others that the mapping takes for them, such as full-width ones, is left as it is.
 */
export function withAsciiDomain(address: string): string {
  const [, mailbox = "", domain = ""] = /^(.*@)([^@]*)$/s.exec(address) ?? [];
  if (!/\P{ASCII}/u.test(domain)) return address;
  const ascii = domainToASCII(domain);
  return domainToUnicode(ascii) === inLowerCase(domain) ? mailbox + ascii : address;
}

/** The inverse of {@link withAsciiDomain}, for those who read or search. */
export function withUnicodeDomain(address: string): string {
  const at = address.indexOf("@") + 1;
  return address.slice(0, at) + domainToUnicode(address.slice(at));
}

/**
 * A text that is composed or decomposed throughout, composed and in lower case. Anything else, such as the Kelvin sign that
 * would become a k, has no lower case here.
 */
function inLowerCase(text: string): string | null {
  const composed = text.normalize("NFC");
  if (text !== composed && text !== text.normalize("NFD")) return null;
  // Letter by letter: as a whole, the last sigma of a word would become another letter than the others.
  return [...composed].map((letter) => letter.toLowerCase()).join("");
}
