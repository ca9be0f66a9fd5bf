import { emailChangeRequestSchema, emailChangeSchema, notMeSchema } from "@rollcall/core";
import { oneTimeToken, password } from "../cast.ts";
import { note } from "../note.ts";
import { currentPassword, emailAddress } from "./texts.ts";

const token = "The token of the mailed link: what stands behind `#token=`.";

export const emailChangeNotes = [
  note(emailChangeRequestSchema, {
    properties: {
      newEmail: emailAddress,
      password: `${currentPassword} May be left out by an account that has none.`,
    },
    example: { newEmail: "ada.king@example.com", password },
  }),
  note(emailChangeSchema, {
    properties: {
      token,
      email: "Beside a code: the address that the account has so far.",
      code: "Instead of the token: the eight digits of the mail. Blanks and hyphens do not count.",
    },
    example: { token: oneTimeToken },
  }),
  note(notMeSchema, { properties: { token }, example: { token: oneTimeToken } }),
];
