import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";

/*
 * Lists of passwords that leaked, the most common first; NOTICE.md has their licences. In this folder lie those that no package
 * for Node has: Django's as its package brings it (django/contrib/auth/common-passwords.txt.gz), and of two lists of SecLists,
 * 10-million-password-list-top-1000000.txt and rockyou.txt, the 3,000 most common of 15 characters and more, because the
 * others have few of these.
 */

const file = (name: string) =>
  gunzipSync(readFileSync(new URL(name, import.meta.url)))
    .toString("utf8")
    .split("\n");
const zxcvbn = createRequire(import.meta.url)("@zxcvbn-ts/language-common/src/passwords.json") as string[];

/** In lower case, each once, without what is no text of a keyboard. */
const folded = (list: readonly string[]) => [
  ...new Set(list.map((password) => password.toLowerCase()).filter((password) => /^[ -~]+$/.test(password))),
];

/** Of passwords of every length. */
export const generalLists = [folded(zxcvbn), folded(file("django.txt.gz"))];

/** Of passwords of 15 characters and more. */
export const longLists = [folded(file("seclists-10-million.txt.gz")), folded(file("seclists-rockyou.txt.gz"))];
