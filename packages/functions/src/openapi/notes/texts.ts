/* What is said of more than one property. */

export const emailAddress =
  "The address that its owner signs in with: an ASCII mailbox at a domain, which may be internationalized. Kept and shown in lower case, the domain in its `xn--` form: one mailbox has one account.";

export const givenName =
  "What its owner is called: any text, kept without the blanks around it. Without a name, null; an empty text is none.";

export const passwordRule =
  "Any characters, counted in Unicode code points after NFC; the service's operator chooses how many are needed. One that is too short, too long, soon guessed, made of the account's own words or known from a breach is refused with `weak_password`, or, beside other fields, with `validation_failed`; each issue names a rule that it fails.";

export const currentPassword = "The account's password, exactly as it was set.";

export const refreshToken = "A refresh token of the session: the latest one.";

export const tokenType = "How the access token is presented (RFC 6750).";

export const expiresIn = "Seconds until the access token expires.";
