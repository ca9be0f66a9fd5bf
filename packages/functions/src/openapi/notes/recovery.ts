import { acceptedSchema, emailProofSchema, mailRequestSchema, passwordResetSchema } from "@rollcall/core";
import { ada, oneTimeToken } from "../cast.ts";
import { note } from "../note.ts";
import { passwordRule } from "./texts.ts";

const proof = {
  token: "The token of the mail's link: all that stands behind `#token=`. Instead of `email` and `code`.",
  email: "The address that the mail was sent to, in any case. With `code`.",
  code: "The eight digits of the mail, with blanks in between or without.",
};

const byToken = { token: oneTimeToken };

export const recoveryNotes = [
  note(mailRequestSchema, {
    properties: { email: "The account's address, in any case." },
    example: { email: ada.email },
  }),
  note(acceptedSchema, {
    id: "Accepted",
    description: "The request was taken. Whether anything comes of it, only the reader of the mail learns.",
    properties: {},
    example: {},
  }),
  note(emailProofSchema, { properties: proof, example: byToken }),
  note(passwordResetSchema, {
    properties: { ...proof, newPassword: passwordRule },
    example: { ...byToken, newPassword: "seven lighthouses in a row" },
  }),
];
