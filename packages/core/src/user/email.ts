import * as z from "zod/mini";

/** RFC 5321 section 4.5.3.1, and the limit that its paths leave for an address. */
const limits = { address: 254, local: 64 };

const atom = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const topLabel = "[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const addressPattern = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+${topLabel}$`);

/**
 * A mailbox as people write it: dot-atom @ host name, in ASCII, without quotes, comments or address
 * literals. Accepted in any case and kept in lower case, so that an address has one spelling and
 * look-alikes from other alphabets cannot stand for it; an internationalized domain is given in its xn-- form.
 */
export const emailSchema = z.string().check(
  z.maxLength(limits.address),
  z.regex(addressPattern, "Expected an e-mail address such as name@example.com"),
  z.refine(
    (address) => address.indexOf("@") <= limits.local,
    `Expected at most ${limits.local} characters before the @`,
  ),
  z.toLowerCase(),
  z.meta({ format: "email" }),
);
