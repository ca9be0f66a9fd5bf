import {
  credentialsSchema,
  passwordChangeSchema,
  proofSchema,
  registrationSchema,
  signedInSchema,
} from "@rollcall/core";
import { ada, password, signedIn } from "../cast.ts";
import { note } from "../note.ts";
import { currentPassword, emailAddress, givenName, passwordRule } from "./texts.ts";

export const accountNotes = [
  note(registrationSchema, {
    properties: { email: emailAddress, password: passwordRule, name: givenName },
    example: { email: ada.email, password, name: ada.name },
  }),
  note(credentialsSchema, {
    properties: { email: "The account's address, in any case.", password: currentPassword },
    example: { email: ada.email, password },
  }),
  note(passwordChangeSchema, {
    properties: { currentPassword, newPassword: passwordRule },
    example: { currentPassword: password, newPassword: "seven lighthouses in a row" },
  }),
  note(proofSchema, {
    properties: { password: currentPassword },
    example: { password },
  }),
  note(signedInSchema, {
    id: "SignedIn",
    description: "The account, and the tokens of the session that has begun.",
    properties: { user: "Whoever signed in.", tokens: "The tokens of the new session." },
    example: signedIn,
  }),
];
