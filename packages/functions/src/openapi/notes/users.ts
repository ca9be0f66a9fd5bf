import {
  newUserSchema,
  profileEditSchema,
  userEditSchema,
  userIdSchema,
  userPageSchema,
  userQuerySchema,
  userSchema,
} from "@rollcall/core";
import { ada, edsger, page, password } from "../cast.ts";
import { note, noteOnValue } from "../note.ts";
import { emailAddress, givenName, passwordRule } from "./texts.ts";

const roles = "`admin` may use the routes under /users. Without a role: `[]`.";
const status = "Nobody can sign in to a `disabled` account.";

export const userNotes = [
  noteOnValue(userIdSchema, "The account's id.", ada.id),
  note(userSchema, {
    id: "User",
    description: "An account.",
    properties: {
      id: "Never changes and is never used again. `sub` of the account's access tokens.",
      email: { description: "The address to sign in with, in lower case.", format: "email" },
      emailVerified:
        "Whether somebody has shown, by a link or a code that was mailed there, that the address is theirs.",
      name: givenName,
      roles,
      status,
      createdAt: "When the account was created.",
      updatedAt: "When its profile, its password, its roles or its status last changed.",
      lastLoginAt: "When its owner last signed in; null before the first time.",
      deletesAt:
        "When it is deleted, as its owner wanted, unless they or an administrator undo it; it is `disabled` until then. Null otherwise.",
    },
    example: ada,
  }),
  note(profileEditSchema, {
    properties: { name: givenName },
    example: { name: "Ada King" },
  }),
  note(newUserSchema, {
    properties: {
      email: emailAddress,
      name: givenName,
      password: `${passwordRule} Without a password its owner is invited by mail to choose one.`,
      roles,
    },
    example: { email: edsger.email, password, roles: [] },
  }),
  note(userEditSchema, {
    description: "What is left out stays as it is.",
    properties: { name: givenName, roles: `${roles} Replaces the roles before.`, status },
    example: { status: "disabled" },
  }),
  note(userQuerySchema, {
    properties: {
      limit: { description: "How many accounts a page holds at most.", examples: [20] },
      cursor: { description: "`nextCursor` of the page before; with the same filters.", examples: [page.nextCursor] },
      q: {
        description:
          "How the address or a word of the name begins, in any case, with its accents or without, and taken literally.",
        examples: ["ada"],
      },
      status: "Only accounts with this status.",
      role: "Only accounts with this role.",
    },
  }),
  note(userPageSchema, {
    id: "UserPage",
    description: "Some of the accounts that were asked for, and where the next ones are.",
    properties: {
      items: "At most `limit` accounts, the newest first; fewer, or none, also where there are more behind.",
      nextCursor:
        "Where the next page begins; null on the last one, and on no other: a page may be short, and even empty, before that.",
    },
    example: page,
  }),
];
